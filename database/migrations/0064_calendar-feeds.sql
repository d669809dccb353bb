-- compat: safe
-- Calendars that people subscribe to by a secret address: a person's own bookings, or the desk's of a hub or a space.

create table bookings.feed (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null constraint feed_kind check (kind in ('person', 'hub', 'space')),
  -- whose bookings, or who at the desk made it: it ends with their right to see them
  account_id uuid not null,
  hub_id uuid,
  -- a space or a kind of equipment
  target_id uuid,
  -- the desk's choice; a person's own needs no names
  has_names boolean not null default false,
  language text not null,
  -- SHA-256 of the secret, which stands in the address only
  secret_hash text not null,
  -- grows after each change of what the feed shows; entity tags are made of it, so that asking again costs one row
  version bigint not null default 1,
  created_at timestamptz not null,
  renewed_at timestamptz,
  revoked_at timestamptz,
  fetched_at timestamptz,
  -- the calendar program as it names itself
  fetched_by text,
  primary key (consortium_id, id),
  constraint feed_secret_unique unique (consortium_id, secret_hash),
  constraint feed_of check (case kind when 'person' then hub_id is null and target_id is null and not has_names
    when 'hub' then hub_id is not null and target_id is null else hub_id is not null and target_id is not null end)
);
create index feed_by_secret on bookings.feed (secret_hash);
create index feed_by_account on bookings.feed (consortium_id, account_id) where revoked_at is null;
create index feed_by_hub on bookings.feed (consortium_id, hub_id) where hub_id is not null and revoked_at is null;
-- a person has one; who lost the address renews it
create unique index feed_one_of_person on bookings.feed (consortium_id, account_id) where kind = 'person' and revoked_at is null;

alter table bookings.feed enable row level security;
alter table bookings.feed force row level security;
create policy tenant on bookings.feed using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert, update, delete on bookings.feed to hiroba_app;

-- who fetches has no session: the tenant is the one that gave out this secret
create policy by_secret on bookings.feed for select to hiroba_auth using (true);
grant usage on schema bookings to hiroba_auth;
grant select (consortium_id, secret_hash) on bookings.feed to hiroba_auth;
create function bookings.find_tenant_of_feed(hash text) returns uuid
  language sql stable security definer set search_path = ''
  as $$ select consortium_id from bookings.feed where secret_hash = hash $$;
grant create on schema bookings to hiroba_auth;
revoke execute on function bookings.find_tenant_of_feed(text) from public;
grant execute on function bookings.find_tenant_of_feed(text) to hiroba_app;
alter function bookings.find_tenant_of_feed(text) owner to hiroba_auth;
revoke create on schema bookings from hiroba_auth;
