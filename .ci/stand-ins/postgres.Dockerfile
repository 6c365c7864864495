# Stands in for the image of Postgres where none can be pulled: the programs of clients are all that is asked of it here.
FROM node:24-bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
