-- compat: safe
-- Rules of booking in full: who, how much, with whose yes, for how much, and until when it can be withdrawn.

alter table bookings.policy
  drop constraint policy_who,
  add constraint policy_who check (who in ('public', 'members', 'leaseholders', 'registered')),
  -- groups of rules that are the hub's although a value stands here; rows from before these columns say nothing of the new ones
  add column inherits text[] not null default '{quota,approval,release}'
    constraint policy_inherits check (inherits <@ array['who', 'time', 'buffer', 'quota', 'approval', 'release', 'fee']),
  add column quotas jsonb not null default '[]',
  add column needs_approval boolean not null default false,
  add column approval_hours int not null default 72 constraint policy_approval check (approval_hours between 1 and 2160),
  add column release_minutes int constraint policy_release check (release_minutes between 5 and 1440),
  add column desk_may_override boolean not null default true;

-- Prices and cancellation terms for use from a day on. Rows are never changed: a booking names the one it was promised,
-- and a correction is a new row, which wins over an older one of the same day.
create table bookings.tariff (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  -- a hub, a space or a kind of equipment
  target_id uuid not null,
  valid_from date not null,
  terms jsonb not null,
  made_at timestamptz not null,
  made_by uuid,
  reason text not null,
  primary key (consortium_id, id)
);
create index tariff_by_target on bookings.tariff (consortium_id, target_id, valid_from, id);
create index tariff_by_hub on bookings.tariff (consortium_id, hub_id);

-- Named reasons to pay less (減免). How much it is never changes; it ends, and another begins.
create table bookings.reduction (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  names jsonb not null,
  percent int constraint reduction_percent check (percent between 1 and 100),
  yen int constraint reduction_yen check (yen > 0),
  needs_proof boolean not null,
  is_desk_only boolean not null,
  valid_from date not null,
  valid_until date,
  made_at timestamptz not null,
  made_by uuid,
  reason text not null,
  primary key (consortium_id, id),
  constraint reduction_amount check ((percent is null) <> (yen is null)),
  constraint reduction_order check (valid_until >= valid_from)
);
create index reduction_by_hub on bookings.reduction (consortium_id, hub_id);

do $$
declare t text;
begin
  foreach t in array array['tariff', 'reduction'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert on bookings.tariff to hiroba_app;
grant select, insert, update (valid_until) on bookings.reduction to hiroba_app;
