# One image for every process: the API (the default), the memory service and the command line.
#   docker build -t somabrain:latest .
#   docker run somabrain                                     the API on 9696
#   docker run somabrain node scripts/start.mjs memory       the memory service on 9595
#   docker run somabrain somabrain doctor                    the command line

FROM node:24-bookworm-slim AS sources
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM sources AS build
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY migrations migrations
RUN npm run build

# Optional packages are the binaries of the embedded Postgres: a container is given a server.
# Type declarations and source maps of packages are of no use at run time.
FROM sources AS packages
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --omit=optional --no-audit --no-fund \
    && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM node:24-bookworm-slim
# Pinned versions vanish from Debian's archive with the next security fix.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /opt/yarn*
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY libs/retrieval/assets libs/retrieval/assets
COPY libs/policy/assets libs/policy/assets
COPY scripts scripts
COPY docs docs
COPY package.json LICENSE NOTICE ./
# The one directory to write in, mounted as memory where the root is read-only.
RUN install -d -o node -g node logs && ln -s /app/scripts/somabrain.mjs /usr/local/bin/somabrain

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="SomaBrain" \
      org.opencontainers.image.description="Memory service for AI agents" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# A container that was told nothing refuses to start, instead of serving without credentials.
ENV NODE_ENV=production \
    SOMABRAIN_MODE=production
USER 1000:1000
EXPOSE 9696 9595
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["sh", "-c", "curl -fsS -o /dev/null http://127.0.0.1:${SOMABRAIN_PORT:-9696}/health/ready"]
# The process itself handles SIGTERM: no shell, no npm, no init in front of it.
CMD ["node", "scripts/start.mjs"]
