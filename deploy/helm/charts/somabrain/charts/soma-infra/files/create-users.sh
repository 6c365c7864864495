#!/usr/bin/env bash
# Makes the database users of SomaBrain. The image of Postgres runs it when it prepares an empty volume. An administrator may run it on
# any other server, and again at any time: it also brings passwords up to date and hands over tables that another user owns.
#
#   owner     owns the database and its tables. Migrations, backups and restores log in as this user.
#   app       what the services log in as. It owns nothing and is a member of somabrain_service and somabrain_maintenance.
#   exporter  reads the statistics of the server (pg_monitor). It is made only where EXPORTER_PASSWORD is set.
#
# It reads
#   APP_USER, APP_PASSWORD            of the services
#   OWNER_PASSWORD, OWNER_USER        [somabrain_owner]
#   EXPORTER_PASSWORD, EXPORTER_USER  [somabrain_exporter]
#   POSTGRES_DB                       [somabrain]; it is made where it is missing
#   LOCK_SUPERUSER                    1: takes the password of the user that runs this away, so that it logs in on the server alone
# and PGHOST, PGPORT, PGUSER, PGPASSWORD, by which psql reaches the server as a superuser.
set -euo pipefail

die() {
  echo "create-users.sh: $*" >&2
  exit 1
}

export APP_USER=${APP_USER-} APP_PASSWORD=${APP_PASSWORD-} OWNER_PASSWORD=${OWNER_PASSWORD-} EXPORTER_PASSWORD=${EXPORTER_PASSWORD-}
export OWNER_USER=${OWNER_USER:-somabrain_owner} EXPORTER_USER=${EXPORTER_USER:-somabrain_exporter}
export POSTGRES_DB=${POSTGRES_DB:-somabrain}
export PGUSER=${PGUSER:-${POSTGRES_USER:-postgres}} PGDATABASE=postgres PGOPTIONS="${PGOPTIONS-} -c client_min_messages=warning"
for name in APP_USER APP_PASSWORD OWNER_PASSWORD; do
  [[ -n ${!name} ]] || die "$name is not set"
done
[[ $APP_USER != "$OWNER_USER" ]] || die "the user of the services, $APP_USER, must not be the owner of the tables: choose another POSTGRES_USER"

sql() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }

[[ $(sql -c 'select rolsuper from pg_roles where rolname = current_user') == t ]] || die "$PGUSER is no superuser: an administrator has to run this"
[[ $(sql -v app="$APP_USER" <<<"select rolsuper from pg_roles where rolname = :'app'") != t ]] ||
  die "$APP_USER is a superuser of this server, which the services must not be: choose another POSTGRES_USER"

sql <<'SQL' >/dev/null
\getenv app APP_USER
\getenv app_password APP_PASSWORD
\getenv owner OWNER_USER
\getenv owner_password OWNER_PASSWORD
\getenv exporter EXPORTER_USER
\getenv exporter_password EXPORTER_PASSWORD
\getenv db POSTGRES_DB
select format('create role %I %s nosuperuser nobypassrls', name, kind)
from (values ('somabrain_service', 'nologin'), ('somabrain_maintenance', 'nologin'), (:'owner', 'login'), (:'app', 'login')) r (name, kind)
where not exists (select from pg_roles where rolname = name) \gexec
-- To create databases is for the drills of backups.
alter role :"owner" login nosuperuser nobypassrls nocreaterole createdb password :'owner_password';
alter role :"app" login nosuperuser nobypassrls nocreaterole nocreatedb password :'app_password';
grant somabrain_service, somabrain_maintenance to :"owner", :"app";
select :'exporter_password' <> '' as has_exporter \gset
\if :has_exporter
select format('create role %I login nosuperuser nobypassrls', :'exporter')
where not exists (select from pg_roles where rolname = :'exporter') \gexec
alter role :"exporter" login nosuperuser nobypassrls nocreaterole nocreatedb password :'exporter_password';
grant pg_monitor to :"exporter";
\endif
select format('create database %I owner %I', :'db', :'owner') where not exists (select from pg_database where datname = :'db') \gexec
alter database :"db" owner to :"owner";
\connect :"db"
-- Servers older than 15 let everybody create there.
revoke create on schema public from public;
grant usage, create on schema public to :"owner";
-- What another user made before.
select format('alter table public.%I owner to %I', c.relname, :'owner') from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and pg_get_userbyid(c.relowner) <> :'owner'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e') \gexec
select format('alter function %s owner to %I', p.oid::regprocedure, :'owner') from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and pg_get_userbyid(p.proowner) <> :'owner'
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e') \gexec
select format('alter policy owner_policy on public.%I to %I', c.relname, :'owner') from pg_policy p join pg_class c on c.oid = p.polrelid
where p.polname = 'owner_policy' and c.relnamespace = 'public'::regnamespace
  and p.polroles <> array[(select oid from pg_roles where rolname = :'owner')] \gexec
SQL

if [[ ${LOCK_SUPERUSER-} == 1 ]]; then
  sql -c 'alter role current_user password null'
fi
echo "create-users.sh: $OWNER_USER owns the database $POSTGRES_DB, and the services log in as $APP_USER."
