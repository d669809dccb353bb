-- compat: safe
-- Closing a space or a hub for a time (snow, water, the boiler): the hours themselves change in hubs; here stands who was hit
-- and what became of each, so that an interrupted hand goes on where it was.

create table bookings.closure (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  -- null: the whole hub
  space_id uuid,
  -- of hubs.closure; gone when the closure was taken back
  hours_closure_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason jsonb not null,
  -- the desk's own words in the mails, by language
  message jsonb not null default '{}',
  created_at timestamptz not null,
  created_by uuid,
  lifted_at timestamptz,
  primary key (consortium_id, id),
  constraint closure_order check (starts_at < ends_at)
);
create index closure_by_hub on bookings.closure (consortium_id, hub_id, ends_at);

create table bookings.closure_case (
  consortium_id uuid not null,
  closure_id uuid not null,
  booking_id uuid not null,
  act text not null constraint closure_case_act check (act in ('move', 'cancel', 'offer')),
  -- where to: kind and target as in bookings.booking, null for cancel and offer
  to_kind text,
  to_target_id uuid,
  to_starts_at timestamptz,
  to_ends_at timestamptz,
  state text not null constraint closure_case_state check (state in ('planned', 'done', 'refused')),
  -- error code of what stood against it
  refusal text,
  settled_at timestamptz,
  primary key (consortium_id, closure_id, booking_id),
  constraint closure_case_closure foreign key (consortium_id, closure_id) references bookings.closure (consortium_id, id),
  constraint closure_case_move check ((act = 'move') = (to_target_id is not null))
);

do $$
declare t text;
begin
  foreach t in array array['closure', 'closure_case'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;
grant select, insert, update on bookings.closure, bookings.closure_case to hiroba_app;

-- the sweep goes on with what a dead worker left
create policy planned on bookings.closure_case for select to hiroba_jobs using (state = 'planned');
grant select (consortium_id, closure_id, state) on bookings.closure_case to hiroba_jobs;
