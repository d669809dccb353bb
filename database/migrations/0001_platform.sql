-- compat: safe
-- The platform: tenants, events (also the audit log), outbox, idempotency, mails, files, settings, rates.
-- Roles are made by the migration runner before the first file: hiroba_app (modules), hiroba_auth (sign-in),
-- hiroba_jobs (dispatcher, sweeps), hiroba_publisher (owns the directory's views; nobody logs in as it).

create schema platform;

create extension if not exists btree_gist with schema public;

-- Who is seated at this transaction. A setting once used reads as '' later on that connection, hence nullif.
create function platform.tenant() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant', true), '')::uuid;
create function platform.account() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.account', true), '')::uuid;
create function platform.organisation() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.organisation', true), '')::uuid;

-- The one shared table that tenants' foreign keys may leave towards.
create table platform.tenant (
  id uuid primary key default uuidv7(),
  slug text not null constraint tenant_slug_unique unique
    constraint tenant_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  created_at timestamptz not null default now()
);

create table platform.event (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  at timestamptz not null default clock_timestamp(),
  type text not null,
  subject_id uuid,
  actor_kind text not null constraint event_actor_kind check (actor_kind in ('stranger', 'guest', 'person', 'system')),
  actor_account_id uuid,
  reason text,
  payload jsonb not null,
  request_id text,
  primary key (consortium_id, id)
);
create index event_by_subject on platform.event (consortium_id, subject_id, id) where subject_id is not null;
create index event_by_actor on platform.event (consortium_id, actor_account_id, id) where actor_account_id is not null;

-- Rows written in a use case's own transaction; the dispatcher turns them into jobs in batches.
-- NOTIFY in a hot transaction makes commits queue on one lock, so nothing here notifies.
create table platform.outbox (
  id bigint generated always as identity primary key,
  consortium_id uuid not null,
  kind text not null constraint outbox_kind check (kind in ('event', 'job')),
  name text not null,
  payload jsonb not null,
  run_at timestamptz,
  job_key text
);

create table platform.idempotency (
  consortium_id uuid not null,
  actor text not null,
  key text not null,
  endpoint text not null,
  request_hash text not null,
  status int not null,
  response jsonb,
  at timestamptz not null default now(),
  constraint idempotency_key primary key (consortium_id, actor, key)
);
create index idempotency_by_age on platform.idempotency (at);

create table platform.mail (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  -- the same cause is one mail, however often its job runs
  cause text not null,
  to_address text not null,
  language text not null,
  subject text not null,
  body_text text not null,
  body_html text,
  attachments jsonb not null default '[]',
  status text not null default 'queued' constraint mail_status check (status in ('queued', 'sent', 'kept', 'failed')),
  attempts int not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (consortium_id, id),
  constraint mail_cause_unique unique (consortium_id, cause)
);

create table platform.file (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  sha256 text not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  is_public boolean not null default false,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (consortium_id, id)
);

create table platform.setting (
  consortium_id uuid not null,
  key text not null,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (consortium_id, key)
);

-- Counts of a window; losing them in a crash lets a guesser start anew, nothing more.
create unlogged table platform.rate_window (
  key text not null,
  starts_at timestamptz not null,
  count int not null,
  primary key (key, starts_at)
);

do $$
declare t text;
begin
  foreach t in array array['event', 'idempotency', 'mail', 'file', 'setting'] loop
    execute format('alter table platform.%I enable row level security', t);
    execute format('alter table platform.%I force row level security', t);
    execute format('create policy tenant on platform.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant usage on schema platform to hiroba_app, hiroba_jobs, hiroba_auth, hiroba_publisher;
grant execute on all functions in schema platform to hiroba_app, hiroba_jobs, hiroba_auth, hiroba_publisher;
grant select on platform.tenant to hiroba_app, hiroba_jobs, hiroba_auth, hiroba_publisher;
grant insert on platform.tenant to hiroba_app;
grant select, insert on platform.event to hiroba_app;
grant insert on platform.outbox to hiroba_app;
grant select, insert, delete on platform.idempotency to hiroba_app;
grant select, insert, update on platform.mail to hiroba_app;
grant select, insert, update, delete on platform.file to hiroba_app;
grant select, insert, update on platform.setting to hiroba_app;
grant select, insert, update, delete on platform.rate_window to hiroba_app;

-- the dispatcher sees every tenant's outbox, and nothing else of theirs
grant select, delete, update on platform.outbox to hiroba_jobs;
create policy sweep on platform.idempotency to hiroba_jobs using (true);
grant select, delete on platform.idempotency to hiroba_jobs;
grant select, delete on platform.rate_window to hiroba_jobs;
