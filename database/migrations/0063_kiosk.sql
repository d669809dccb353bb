-- compat: safe
-- Tablets at entrances: each has a secret of its own that opens the kiosk's calls of one hub and nothing else.

create table bookings.kiosk (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  name text not null,
  -- of the secret that stands in the tablet; the secret itself is shown once and not kept
  secret_hash bytea not null,
  may_walk_in boolean not null default true,
  -- whom a call from the kiosk is mailed to, besides Today
  call_mail text,
  created_at timestamptz not null,
  created_by uuid,
  seen_at timestamptz,
  revoked_at timestamptz,
  primary key (consortium_id, id)
);
create unique index kiosk_secret on bookings.kiosk (consortium_id, secret_hash);
create index kiosk_by_hub on bookings.kiosk (consortium_id, hub_id);

create table bookings.kiosk_call (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  kiosk_id uuid not null,
  hub_id uuid not null,
  called_at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid,
  primary key (consortium_id, id),
  constraint kiosk_call_kiosk foreign key (consortium_id, kiosk_id) references bookings.kiosk (consortium_id, id)
);
-- one call of a tablet waits at a time
create unique index kiosk_call_open on bookings.kiosk_call (consortium_id, kiosk_id) where answered_at is null;
create index kiosk_call_waiting on bookings.kiosk_call (consortium_id, hub_id, called_at) where answered_at is null;

do $$
declare t text;
begin
  foreach t in array array['kiosk', 'kiosk_call'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;
grant select, insert, update on bookings.kiosk, bookings.kiosk_call to hiroba_app;
