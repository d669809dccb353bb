-- compat: safe
-- Devices of hubs: what there is, what each said (the ledger), what it said last, what it was told, and what nobody could read.

create schema devices;
grant usage on schema devices to hiroba_app, hiroba_jobs, hiroba_auth;

create table devices.device (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  space_id uuid,
  name text not null,
  kind text not null constraint device_kind check (kind in ('lock', 'reader', 'contact', 'motion', 'button', 'tracker', 'plug', 'meter', 'sensor', 'edge', 'bridge')),
  -- null: an edge or a bridge, which speaks for others
  driver text,
  config jsonb not null default '{}',
  status text not null constraint device_status check (status in ('waiting', 'active', 'blocked', 'retired')),
  manufacturer text,
  model text,
  firmware text,
  -- of a bridge
  topic_filters text[] not null default '{}',
  -- SHA-256 of a random secret of 192 bits, base64url; the secret itself is shown once and not kept
  secret_hash text,
  -- null: as its kind has it
  expire_after_seconds int constraint device_expire_after check (expire_after_seconds > 0),
  claimed_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version int not null default 1,
  primary key (consortium_id, id)
);
create index device_by_hub on devices.device (consortium_id, hub_id, id);
-- a connection names the device before a tenant is known
create index device_by_id on devices.device (id);
create unique index device_one_edge on devices.device (consortium_id, hub_id) where kind = 'edge' and status in ('waiting', 'active');

-- A code that a person made and a device types: one a device, used once.
create table devices.claim (
  consortium_id uuid not null,
  device_id uuid not null,
  -- HMAC by the installation's secret
  code_hash text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  made_by uuid,
  primary key (consortium_id, device_id),
  constraint claim_device foreign key (consortium_id, device_id) references devices.device (consortium_id, id)
);
create index claim_by_code on devices.claim (code_hash) where used_at is null;

-- What spoke of itself and waits for a person.
create table devices.announced (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  -- the same each time the same thing announces itself
  key text not null,
  announcement_id text not null,
  hardware_id text,
  name text not null,
  kind text,
  driver text,
  config jsonb not null default '{}',
  manufacturer text,
  model text,
  firmware text,
  refusal_code text,
  refusal_detail text,
  status text not null constraint announced_status check (status in ('new', 'ignored', 'adopted', 'gone')),
  device_id uuid,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (consortium_id, id),
  constraint announced_key unique (consortium_id, hub_id, key)
);

-- Every happening once, for ever: a key of the ledger itself would have to hold the month, and what is sent again in the
-- next month would be stored twice.
create table devices.event_key (
  consortium_id uuid not null,
  device_id uuid not null,
  source_key text not null,
  constraint event_key_once primary key (consortium_id, device_id, source_key)
);

create table devices.event (
  consortium_id uuid not null,
  device_id uuid not null,
  received_at timestamptz not null,
  id uuid not null,
  hub_id uuid not null,
  type text not null,
  -- when it happened, and whose clock says so: contract/rules.ts
  at timestamptz not null,
  quality text not null,
  device_time timestamptz,
  device_clock text not null,
  edge_time timestamptz not null,
  edge_clock text not null,
  data jsonb not null,
  constraint event_received primary key (consortium_id, device_id, received_at, id)
) partition by range (received_at);
-- so that a round that did not run loses nothing
create table devices.event_rest partition of devices.event default;

create table devices.device_state (
  consortium_id uuid not null,
  device_id uuid not null,
  -- the type of the event, or reading.<key>
  key text not null,
  at timestamptz not null,
  quality text not null,
  event_id uuid not null,
  data jsonb not null,
  primary key (consortium_id, device_id, key)
) with (fillfactor = 70);

create table devices.health (
  consortium_id uuid not null,
  device_id uuid not null,
  hub_id uuid not null,
  last_seen_at timestamptz,
  -- silent from then on, if nothing is heard; null: it has never spoken, or it is not at work
  due_at timestamptz,
  silent_since timestamptz,
  -- false: all of the hub was away, and that was told instead
  is_told boolean not null default false,
  battery_percent real,
  is_battery_low boolean not null default false,
  clock_skew_ms bigint,
  primary key (consortium_id, device_id)
) with (fillfactor = 70);
create index health_due on devices.health (due_at) where silent_since is null and due_at is not null;

create table devices.reject (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid,
  device_id uuid,
  -- null: an event that was read, but says what it cannot
  topic text,
  payload bytea not null,
  code text not null,
  detail text not null,
  status text not null default 'open' constraint reject_status check (status in ('open', 'retried', 'dismissed')),
  received_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid,
  primary key (consortium_id, id)
);
create index reject_by_status on devices.reject (consortium_id, status, id);
create index reject_by_device on devices.reject (consortium_id, device_id) where status = 'open';
create index reject_old on devices.reject (received_at);

create table devices.command (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  device_id uuid not null,
  action text not null,
  params jsonb,
  nonce text not null,
  reason text not null,
  asked_by uuid,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null default 'pending' constraint command_state check (state in ('pending', 'sent', 'done', 'failed', 'expired')),
  sent_at timestamptz,
  ended_at timestamptz,
  detail text,
  primary key (consortium_id, id),
  constraint command_device foreign key (consortium_id, device_id) references devices.device (consortium_id, id)
);
create index command_by_device on devices.command (consortium_id, device_id, id);
create index command_pending on devices.command (consortium_id, hub_id) where state = 'pending';
create index command_due on devices.command (expires_at) where state in ('pending', 'sent');

do $$
declare t text;
begin
  foreach t in array array['device', 'claim', 'announced', 'event_key', 'event', 'event_rest', 'device_state', 'health', 'reject', 'command'] loop
    execute format('alter table devices.%I enable row level security', t);
    execute format('alter table devices.%I force row level security', t);
    execute format('create policy tenant on devices.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert, update on devices.device, devices.claim, devices.announced, devices.device_state, devices.health, devices.reject, devices.command to hiroba_app;
-- what a device was told is stored stays so
grant select, insert on devices.event_key, devices.event to hiroba_app;

-- Months, made ahead; a month goes when nothing in it may be kept any longer. Nobody but the owner may make a table.
create function devices.keep_months(today date, kept_days int) returns int
  language plpgsql security definer set search_path = ''
  as $$
  declare
    month date;
    old record;
    made int := 0;
  begin
    for ahead in 0..2 loop
      month := (pg_catalog.date_trunc('month', today::timestamp) + pg_catalog.make_interval(months => ahead))::date;
      if pg_catalog.to_regclass(pg_catalog.format('devices.event_%s', pg_catalog.to_char(month, 'YYYYMM'))) is not null then continue; end if;
      begin
        execute pg_catalog.format('create table devices.event_%s partition of devices.event for values from (%L) to (%L)',
          pg_catalog.to_char(month, 'YYYYMM'), month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
        execute pg_catalog.format('alter table devices.event_%s enable row level security', pg_catalog.to_char(month, 'YYYYMM'));
        execute pg_catalog.format('alter table devices.event_%s force row level security', pg_catalog.to_char(month, 'YYYYMM'));
        execute pg_catalog.format('create policy tenant on devices.event_%s using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())',
          pg_catalog.to_char(month, 'YYYYMM'));
        made := made + 1;
      exception when check_violation then
        -- the round did not run for so long that events of this month lie in the rest already: there they stay
        raise warning 'devices.event: the month % stays in the rest', month;
      end;
    end loop;
    for old in
      select c.relname from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'devices.event'::pg_catalog.regclass and c.relname ~ '^event_\d{6}$'
        and pg_catalog.to_date(pg_catalog.right(c.relname, 6), 'YYYYMM') + interval '1 month' < today - kept_days
    loop
      execute pg_catalog.format('drop table devices.%I', old.relname);
    end loop;
    return made;
  end $$;
revoke execute on function devices.keep_months(date, int) from public;
grant execute on function devices.keep_months(date, int) to hiroba_jobs;
select devices.keep_months(current_date, 100000);

-- the rounds see which device of which tenant is silent, which command is over, and what is old: no names, no words
create policy due on devices.health for select to hiroba_jobs using (silent_since is null and due_at is not null);
grant select (consortium_id, hub_id, due_at, silent_since) on devices.health to hiroba_jobs;
create policy due on devices.command for select to hiroba_jobs using (state in ('pending', 'sent'));
grant select (consortium_id, id, expires_at, state) on devices.command to hiroba_jobs;
create policy old on devices.reject to hiroba_jobs using (received_at < now() - interval '30 days');
grant select (received_at), delete on devices.reject to hiroba_jobs;
create policy old on devices.event to hiroba_jobs using (received_at < now() - interval '60 days');
grant select (received_at, type), delete on devices.event to hiroba_jobs;

-- Who connects has no session. These run as hiroba_auth, which sees of devices what stands here and nothing else.
create policy connects on devices.device to hiroba_auth using (true);
grant select (consortium_id, id, hub_id, kind, status, secret_hash, topic_filters, version) on devices.device to hiroba_auth;
grant update (secret_hash, status, manufacturer, model, firmware, claimed_at, changed_at, version) on devices.device to hiroba_auth;
grant select (manufacturer, model, firmware) on devices.device to hiroba_auth;
create policy claims on devices.claim to hiroba_auth using (true);
grant select (consortium_id, device_id, code_hash, expires_at, used_at) on devices.claim to hiroba_auth;
grant update (used_at) on devices.claim to hiroba_auth;
create policy waiting on devices.command for select to hiroba_auth using (state = 'pending');
grant select (consortium_id, hub_id, state, expires_at) on devices.command to hiroba_auth;

-- The device of a connection; no row where it is not at work or the secret is another.
create function devices.find_device(device uuid, hash text)
  returns table (consortium_id uuid, hub_id uuid, kind text, topic_filters text[])
  language sql stable security definer set search_path = ''
  as $$ select d.consortium_id, d.hub_id, d.kind, d.topic_filters from devices.device d
        where d.id = device and d.secret_hash = hash and d.status = 'active' $$;

-- Hubs with something at work: what a server has to serve.
create function devices.find_places() returns table (consortium_id uuid, hub_id uuid, has_edge boolean)
  language sql stable security definer set search_path = ''
  as $$ select d.consortium_id, d.hub_id, bool_or(d.kind = 'edge') from devices.device d where d.status = 'active' group by 1, 2 $$;

create function devices.find_waiting_commands() returns table (consortium_id uuid, hub_id uuid)
  language sql stable security definer set search_path = ''
  as $$ select distinct c.consortium_id, c.hub_id from devices.command c where c.state = 'pending' $$;

-- A code is good once and for a quarter of an hour; of two that hold it, one wins.
create function devices.claim_device(code text, new_secret_hash text, maker text, new_model text, new_firmware text, at timestamptz)
  returns table (consortium_id uuid, device_id uuid, hub_id uuid, kind text)
  language sql security definer set search_path = ''
  as $$
  with used as (
    update devices.claim c set used_at = at where c.code_hash = code and c.used_at is null and c.expires_at > at
    returning c.consortium_id, c.device_id
  )
  update devices.device d set secret_hash = new_secret_hash, status = 'active', claimed_at = at, changed_at = at, version = d.version + 1,
    manufacturer = coalesce(maker, d.manufacturer), model = coalesce(new_model, d.model), firmware = coalesce(new_firmware, d.firmware)
  from used where d.consortium_id = used.consortium_id and d.id = used.device_id and d.status in ('waiting', 'active')
  returning d.consortium_id, d.id, d.hub_id, d.kind $$;

grant create on schema devices to hiroba_auth;
do $$
declare f text;
begin
  foreach f in array array['find_device(uuid, text)', 'find_places()', 'find_waiting_commands()', 'claim_device(text, text, text, text, text, timestamptz)'] loop
    execute format('revoke execute on function devices.%s from public', f);
    execute format('grant execute on function devices.%s to hiroba_app', f);
    execute format('alter function devices.%s owner to hiroba_auth', f);
  end loop;
end $$;
revoke create on schema devices from hiroba_auth;
