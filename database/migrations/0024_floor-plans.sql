-- compat: safe
-- Plans of floors and rooms: a picture, and where on it a space or a unit lies.

create table hubs.floor_plan (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  -- the floor, building or room that it shows; null: the hub
  space_id uuid,
  names jsonb not null,
  file_id uuid not null,
  media_type text not null,
  sort_order int not null default 0,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint floor_plan_of_hub unique (consortium_id, hub_id, id),
  constraint floor_plan_hub foreign key (consortium_id, hub_id) references hubs.hub (consortium_id, id),
  constraint floor_plan_space foreign key (consortium_id, hub_id, space_id) references hubs.space (consortium_id, hub_id, id)
);

-- In thousandths of the picture's width and height: the same in whichever size it is shown.
create table hubs.plan_spot (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  plan_id uuid not null,
  space_id uuid,
  unit_id uuid,
  x int not null constraint plan_spot_x check (x between 0 and 1000),
  y int not null constraint plan_spot_y check (y between 0 and 1000),
  primary key (consortium_id, id),
  constraint plan_spot_plan foreign key (consortium_id, hub_id, plan_id) references hubs.floor_plan (consortium_id, hub_id, id) on delete cascade,
  constraint plan_spot_space foreign key (consortium_id, hub_id, space_id) references hubs.space (consortium_id, hub_id, id),
  constraint plan_spot_unit foreign key (consortium_id, unit_id) references hubs.unit (consortium_id, id),
  constraint plan_spot_of_one check (num_nonnulls(space_id, unit_id) = 1)
);
create unique index plan_spot_once_a_space on hubs.plan_spot (consortium_id, plan_id, space_id) where space_id is not null;
create unique index plan_spot_once_a_unit on hubs.plan_spot (consortium_id, plan_id, unit_id) where unit_id is not null;

do $$
declare t text;
begin
  foreach t in array array['floor_plan', 'plan_spot'] loop
    execute format('alter table hubs.%I enable row level security', t);
    execute format('alter table hubs.%I force row level security', t);
    execute format('create policy tenant on hubs.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
    execute format('create policy published on hubs.%1$I for select to hiroba_publisher
      using (exists (select from hubs.hub h where h.consortium_id = %1$I.consortium_id and h.id = %1$I.hub_id))', t);
  end loop;
end $$;
grant select, insert, update, delete on hubs.floor_plan, hubs.plan_spot to hiroba_app;
grant select (consortium_id, id, hub_id, space_id, names, file_id, sort_order) on hubs.floor_plan to hiroba_publisher;
grant select (consortium_id, hub_id, plan_id, space_id, unit_id, x, y) on hubs.plan_spot to hiroba_publisher;
-- what a seat is called stands on the plan, as it stands on the seat
grant select (label, equipment_id) on hubs.unit to hiroba_publisher;

-- What is out of use is no longer on the plan; its place stays for the day that it comes back. Twice the same text, as 0020 does.
do $do$
declare
  body text := $view$
select p.consortium_id, p.hub_id, p.id as plan_id, coalesce((
  select jsonb_agg(jsonb_build_object('spaceId', coalesce(s.id, u.space_id), 'unitId', u.id, 'equipmentId', u.equipment_id, 'label', u.label,
      'x', d.x, 'y', d.y) order by d.y / 100, d.x, d.y)
  from hubs.plan_spot d
  left join hubs.space s on s.consortium_id = d.consortium_id and s.id = d.space_id and s.retired_at is null
  left join hubs.unit u on u.consortium_id = d.consortium_id and u.id = d.unit_id and u.retired_at is null
  where d.consortium_id = p.consortium_id and d.plan_id = p.id and num_nonnulls(s.id, u.id) = 1), '[]') as spots
from hubs.floor_plan p$view$;
begin
  execute 'create view hubs.plan_with_spots with (security_invoker = true) as' || body;
  execute 'create view hubs.directory_plan_spots as' || body;
end $do$;
grant select on hubs.plan_with_spots to hiroba_app;

create view hubs.directory_plan as
select p.consortium_id, p.hub_id, p.id, p.space_id, p.names, p.file_id, p.sort_order, d.spots
from hubs.floor_plan p
join hubs.directory_plan_spots d on d.consortium_id = p.consortium_id and d.plan_id = p.id
join hubs.hub h on h.consortium_id = p.consortium_id and h.id = p.hub_id and h.published_at is not null;

do $$
declare v text;
begin
  grant create on schema hubs to hiroba_publisher;
  foreach v in array array['plan_spots', 'plan'] loop
    execute format('alter view hubs.directory_%I owner to hiroba_publisher', v);
    execute format('grant select on hubs.directory_%I to hiroba_app', v);
  end loop;
  revoke create on schema hubs from hiroba_publisher;
end $$;
