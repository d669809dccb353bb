-- compat: safe
-- Hubs: what a consortium runs, the tree of spaces, what can be taken in them (units), equipment and opening hours.
-- `facts` keeps each imported piece as it was written (json, not jsonb: the order of its keys is part of it), so that an
-- export gives back what came in. `assumed` names the fields that nobody published: they came from an overlay.

create schema hubs;
grant usage on schema hubs to hiroba_app, hiroba_publisher;

create table hubs.consortium (
  consortium_id uuid not null constraint consortium_tenant references platform.tenant (id),
  names jsonb not null,
  project text,
  project_also text,
  municipality_code text constraint consortium_municipality_code check (municipality_code ~ '^[0-9]{5}$'),
  municipality_names jsonb,
  lead text,
  operator text,
  members text[] not null default '{}',
  work_kinds text[] not null default '{}',
  notes text[] not null default '{}',
  facts json,
  -- the file around the consortia (its source, its legend), and the consortium's place in it
  facts_document json,
  facts_position int not null default 0,
  assumed text[] not null default '{}',
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (consortium_id)
);

create table hubs.hub (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  slug text not null constraint hub_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  names jsonb not null,
  address jsonb not null,
  municipality_code text constraint hub_municipality_code check (municipality_code ~ '^[0-9]{5}$'),
  municipality_names jsonb,
  zone text not null default 'Asia/Tokyo',
  opened_on date,
  provisional_opening_on date,
  capacity_value int,
  capacity_is text not null default 'exact',
  area_m2 double precision constraint hub_area check (area_m2 > 0),
  audience jsonb,
  description jsonb,
  getting_in jsonb,
  phone text,
  published_at timestamptz,
  sort_order int not null default 0,
  facts json,
  assumed text[] not null default '{}',
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint hub_consortium foreign key (consortium_id) references hubs.consortium (consortium_id),
  constraint hub_slug_unique unique (consortium_id, slug),
  constraint hub_capacity check (capacity_value >= 0 and capacity_is in ('exact', 'about', 'at-least', 'at-most'))
);
-- the look-up of an address or a bare id, before a tenant is known
create index hub_published on hubs.hub (id) where published_at is not null;

create table hubs.space (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  parent_id uuid,
  slug text not null constraint space_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  kind text not null,
  names jsonb not null,
  floor text,
  room text,
  capacity_value int,
  capacity_min int,
  capacity_is text not null default 'exact',
  -- people by engagement type A-D, where the source splits them
  capacity_by_type jsonb,
  area_m2 double precision constraint space_area check (area_m2 > 0),
  access_kind text,
  -- texts by language, one an entry
  uses jsonb not null default '[]',
  bookable_as text not null,
  sort_order int not null default 0,
  retired_at timestamptz,
  facts json,
  assumed text[] not null default '{}',
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (consortium_id, id),
  -- children and units name the hub too, so that a tree never leaves its hub
  constraint space_of_hub unique (consortium_id, hub_id, id),
  constraint space_hub foreign key (consortium_id, hub_id) references hubs.hub (consortium_id, id),
  constraint space_parent foreign key (consortium_id, hub_id, parent_id) references hubs.space (consortium_id, hub_id, id),
  constraint space_not_own_parent check (parent_id <> id),
  constraint space_slug_unique unique (consortium_id, hub_id, slug),
  constraint space_kind check (kind in ('building', 'floor', 'satellite-office', 'coworking', 'telework-center', 'meeting-room',
    'booth', 'lab', 'storage', 'security-room', 'event-space')),
  constraint space_capacity check (capacity_value >= 0 and capacity_min between 0 and capacity_value
    and capacity_is in ('exact', 'about', 'at-least', 'at-most')),
  constraint space_bookable_as check (bookable_as in ('whole', 'seats', 'both', 'none'))
);
create index space_by_parent on hubs.space (consortium_id, parent_id) where parent_id is not null;

create table hubs.equipment (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  space_id uuid,
  names jsonb not null,
  handling text not null default 'fixed' constraint equipment_handling check (handling in ('fixed', 'bookable', 'lendable')),
  item_count int not null default 1 constraint equipment_count check (item_count between 0 and 1000),
  sort_order int not null default 0,
  retired_at timestamptz,
  facts json,
  assumed text[] not null default '{}',
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint equipment_hub foreign key (consortium_id, hub_id) references hubs.hub (consortium_id, id),
  constraint equipment_space foreign key (consortium_id, hub_id, space_id) references hubs.space (consortium_id, hub_id, id)
);
create index equipment_by_hub on hubs.equipment (consortium_id, hub_id);

-- What can be taken: a seat or the room itself of a space, a machine or a lent item of equipment.
-- A unit is retired, never deleted: bookings of the past name it.
create table hubs.unit (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  space_id uuid,
  equipment_id uuid,
  kind text not null constraint unit_kind check (kind in ('seat', 'room', 'machine', 'item')),
  label text not null,
  position int not null,
  retired_at timestamptz,
  primary key (consortium_id, id),
  constraint unit_hub foreign key (consortium_id, hub_id) references hubs.hub (consortium_id, id),
  constraint unit_space foreign key (consortium_id, hub_id, space_id) references hubs.space (consortium_id, hub_id, id),
  constraint unit_equipment foreign key (consortium_id, equipment_id) references hubs.equipment (consortium_id, id),
  constraint unit_of_one check (num_nonnulls(space_id, equipment_id) = 1)
);
create unique index unit_of_space on hubs.unit (consortium_id, space_id, position) where retired_at is null and space_id is not null;
create unique index unit_of_equipment on hubs.unit (consortium_id, equipment_id, position) where retired_at is null and equipment_id is not null;

-- Opening hours. Minutes from local midnight; 1440 is 24:00 and more is the night after. Without `space_id`: of the whole hub.
-- Opens and closes both null: closed (a holiday rule without minutes is "not on public holidays").
create table hubs.opening_rule (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  space_id uuid,
  -- 1 Monday to 7 Sunday; null: public holidays
  weekday smallint constraint opening_rule_weekday check (weekday between 1 and 7),
  opens_minute int,
  closes_minute int,
  valid_from date,
  valid_to date,
  primary key (consortium_id, id),
  constraint opening_rule_hub foreign key (consortium_id, hub_id) references hubs.hub (consortium_id, id),
  constraint opening_rule_space foreign key (consortium_id, hub_id, space_id) references hubs.space (consortium_id, hub_id, id),
  constraint opening_rule_minutes check ((opens_minute is null and closes_minute is null)
    or (opens_minute >= 0 and opens_minute < 1440 and closes_minute > opens_minute and closes_minute <= 2880)),
  constraint opening_rule_validity check (valid_from <= valid_to)
);
create index opening_rule_by_hub on hubs.opening_rule (consortium_id, hub_id);

-- Days that return each year; `from_day` after `to_day` runs over New Year (12-29 to 01-03).
create table hubs.yearly_closure (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  space_id uuid,
  from_day text not null,
  to_day text not null,
  reason jsonb,
  primary key (consortium_id, id),
  constraint yearly_closure_hub foreign key (consortium_id, hub_id) references hubs.hub (consortium_id, id),
  constraint yearly_closure_space foreign key (consortium_id, hub_id, space_id) references hubs.space (consortium_id, hub_id, id),
  constraint yearly_closure_days check (from_day ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' and to_day ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$')
);
create index yearly_closure_by_hub on hubs.yearly_closure (consortium_id, hub_id);

-- Whole days (both ends closed, in the hub's zone) or instants (half-open).
create table hubs.closure (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  space_id uuid,
  starts_on date,
  ends_on date,
  starts_at timestamptz,
  ends_at timestamptz,
  reason jsonb,
  created_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint closure_hub foreign key (consortium_id, hub_id) references hubs.hub (consortium_id, id),
  constraint closure_space foreign key (consortium_id, hub_id, space_id) references hubs.space (consortium_id, hub_id, id),
  constraint closure_form check ((num_nulls(starts_on, ends_on) = 0 and num_nonnulls(starts_at, ends_at) = 0)
    or (num_nulls(starts_at, ends_at) = 0 and num_nonnulls(starts_on, ends_on) = 0)),
  constraint closure_order check (starts_on <= ends_on and starts_at < ends_at)
);
create index closure_by_hub on hubs.closure (consortium_id, hub_id);

-- One day's own hours, above every other rule; several rows of a day are several periods, one without minutes is "closed".
create table hubs.opening_exception (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  space_id uuid,
  on_day date not null,
  opens_minute int,
  closes_minute int,
  reason jsonb,
  primary key (consortium_id, id),
  constraint opening_exception_hub foreign key (consortium_id, hub_id) references hubs.hub (consortium_id, id),
  constraint opening_exception_space foreign key (consortium_id, hub_id, space_id) references hubs.space (consortium_id, hub_id, id),
  constraint opening_exception_minutes check ((opens_minute is null and closes_minute is null)
    or (opens_minute >= 0 and opens_minute < 1440 and closes_minute > opens_minute and closes_minute <= 2880))
);
create index opening_exception_by_hub on hubs.opening_exception (consortium_id, hub_id, on_day);

create table hubs.photo (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  space_id uuid,
  file_id uuid not null,
  media_type text not null,
  alt jsonb not null,
  sort_order int not null default 0,
  created_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint photo_hub foreign key (consortium_id, hub_id) references hubs.hub (consortium_id, id),
  constraint photo_space foreign key (consortium_id, hub_id, space_id) references hubs.space (consortium_id, hub_id, id)
);
create index photo_by_hub on hubs.photo (consortium_id, hub_id, sort_order);

-- Public holidays of Japan, for every consortium; filled by 0021.
create table hubs.holiday (
  day date not null primary key,
  names jsonb not null,
  source text not null
);
grant select on hubs.holiday to hiroba_app, hiroba_publisher;

do $$
declare t text;
begin
  foreach t in array array['consortium', 'hub', 'space', 'equipment', 'unit', 'opening_rule', 'yearly_closure', 'closure', 'opening_exception', 'photo'] loop
    execute format('alter table hubs.%I enable row level security', t);
    execute format('alter table hubs.%I force row level security', t);
    execute format('create policy tenant on hubs.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert, update on hubs.consortium, hubs.hub, hubs.space, hubs.equipment, hubs.unit to hiroba_app;
grant select, insert, update, delete on hubs.opening_rule, hubs.yearly_closure, hubs.closure, hubs.opening_exception, hubs.photo to hiroba_app;

-- The directory: published hubs of all consortia, and nothing else of them. Its views belong to hiroba_publisher, whose
-- only sight of the tables is the policy `published`; facts, notes and plans are in none of its columns.
create policy published on hubs.hub for select to hiroba_publisher using (published_at is not null);
create policy published on hubs.consortium for select to hiroba_publisher
  using (exists (select from hubs.hub h where h.consortium_id = consortium.consortium_id));
create policy published on hubs.space for select to hiroba_publisher
  using (retired_at is null and exists (select from hubs.hub h where h.consortium_id = space.consortium_id and h.id = space.hub_id));
create policy published on hubs.equipment for select to hiroba_publisher
  using (retired_at is null and exists (select from hubs.hub h where h.consortium_id = equipment.consortium_id and h.id = equipment.hub_id));
do $$
declare t text;
begin
  foreach t in array array['unit', 'opening_rule', 'yearly_closure', 'closure', 'opening_exception', 'photo'] loop
    execute format('create policy published on hubs.%1$I for select to hiroba_publisher
      using (exists (select from hubs.hub h where h.consortium_id = %1$I.consortium_id and h.id = %1$I.hub_id))', t);
  end loop;
end $$;

grant select (consortium_id, names) on hubs.consortium to hiroba_publisher;
grant select (consortium_id, id, slug, names, address, municipality_code, municipality_names, zone, opened_on, provisional_opening_on,
  capacity_value, capacity_is, area_m2, audience, description, getting_in, phone, published_at, sort_order, assumed) on hubs.hub to hiroba_publisher;
grant select (consortium_id, id, hub_id, parent_id, slug, kind, names, floor, room, capacity_value, capacity_min, capacity_is,
  area_m2, access_kind, uses, bookable_as, sort_order, retired_at, assumed) on hubs.space to hiroba_publisher;
grant select (consortium_id, id, hub_id, space_id, names, handling, item_count, sort_order, retired_at, assumed) on hubs.equipment to hiroba_publisher;
grant select (consortium_id, id, hub_id, space_id, retired_at) on hubs.unit to hiroba_publisher;
grant select on hubs.opening_rule, hubs.yearly_closure, hubs.closure, hubs.opening_exception, hubs.photo to hiroba_publisher;

create view hubs.directory_hub as
select h.consortium_id, t.slug as consortium_slug, c.names as consortium_names, h.id, h.slug, h.names, h.address,
       h.municipality_code, h.municipality_names, h.zone, h.opened_on, h.provisional_opening_on, h.capacity_value, h.capacity_is,
       h.area_m2, h.audience, h.description, h.getting_in, h.phone, h.sort_order, h.assumed
from hubs.hub h
join hubs.consortium c on c.consortium_id = h.consortium_id
join platform.tenant t on t.id = h.consortium_id
where h.published_at is not null;

create view hubs.directory_space as
select s.consortium_id, s.id, s.hub_id, s.parent_id, s.slug, s.kind, s.names, s.floor, s.room, s.capacity_value, s.capacity_min,
       s.capacity_is, s.area_m2, s.access_kind, s.uses, s.bookable_as, s.sort_order, s.assumed,
       (select count(*)::int from hubs.unit u where u.consortium_id = s.consortium_id and u.space_id = s.id and u.retired_at is null) as unit_count
from hubs.space s
join hubs.hub h on h.consortium_id = s.consortium_id and h.id = s.hub_id and h.published_at is not null
where s.retired_at is null;

create view hubs.directory_equipment as
select e.consortium_id, e.id, e.hub_id, e.space_id, e.names, e.handling, e.item_count, e.sort_order, e.assumed
from hubs.equipment e
join hubs.hub h on h.consortium_id = e.consortium_id and h.id = e.hub_id and h.published_at is not null
where e.retired_at is null;

create view hubs.directory_photo as
select p.consortium_id, p.id, p.hub_id, p.space_id, p.file_id, p.media_type, p.alt, p.sort_order
from hubs.photo p
join hubs.hub h on h.consortium_id = p.consortium_id and h.id = p.hub_id and h.published_at is not null;

-- Hours as `contract/rules.ts` reads them: one value a hub (`space_id` null) and a space. Twice the same text: the consortium's
-- own, seen by the caller's rights, and the directory's.
do $do$
declare
  body text := $view$
select place.consortium_id, place.hub_id, place.space_id, jsonb_build_object(
  'rules', coalesce((
    select jsonb_agg(jsonb_build_object('on', coalesce(to_jsonb(r.weekday), '"holiday"'), 'opensMinute', r.opens_minute, 'closesMinute', r.closes_minute,
      'validFrom', r.valid_from, 'validTo', r.valid_to) order by r.weekday, r.opens_minute, r.valid_from)
    from hubs.opening_rule r
    where r.consortium_id = place.consortium_id and r.hub_id = place.hub_id and r.space_id is not distinct from place.space_id), '[]'),
  'exceptions', coalesce((
    select jsonb_agg(jsonb_build_object('on', x.on_day, 'periods', x.periods, 'reason', x.reason) order by x.on_day)
    from (
      select x.on_day,
             coalesce(jsonb_agg(jsonb_build_object('opensMinute', x.opens_minute, 'closesMinute', x.closes_minute) order by x.opens_minute)
               filter (where x.opens_minute is not null), '[]') as periods,
             (jsonb_agg(x.reason) filter (where x.reason is not null))->0 as reason
      from hubs.opening_exception x
      where x.consortium_id = place.consortium_id and x.hub_id = place.hub_id and x.space_id is not distinct from place.space_id
      group by x.on_day) as x), '[]'),
  'closures', coalesce((
    select jsonb_agg(case when c.starts_on is null
        then jsonb_build_object('id', c.id, 'startsAt', c.starts_at, 'endsAt', c.ends_at, 'reason', c.reason)
        else jsonb_build_object('id', c.id, 'startsOn', c.starts_on, 'endsOn', c.ends_on, 'reason', c.reason) end
      order by coalesce(c.starts_on, (c.starts_at at time zone 'UTC')::date), c.id)
    from hubs.closure c
    where c.consortium_id = place.consortium_id and c.hub_id = place.hub_id and c.space_id is not distinct from place.space_id), '[]'),
  'yearlyClosures', coalesce((
    select jsonb_agg(jsonb_build_object('fromDay', y.from_day, 'toDay', y.to_day, 'reason', y.reason) order by y.from_day, y.id)
    from hubs.yearly_closure y
    where y.consortium_id = place.consortium_id and y.hub_id = place.hub_id and y.space_id is not distinct from place.space_id), '[]')
) as schedule
from (
  select h.consortium_id, h.id as hub_id, null::uuid as space_id from hubs.hub h
  union all
  select s.consortium_id, s.hub_id, s.id from hubs.space s
) as place$view$;
begin
  execute 'create view hubs.schedule with (security_invoker = true) as' || body;
  execute 'create view hubs.directory_schedule as' || body;
end $do$;
grant select on hubs.schedule to hiroba_app;

-- The consortium with its name in addresses, which the tenant itself carries.
create view hubs.named_consortium with (security_invoker = true) as
select t.slug, c.* from hubs.consortium c join platform.tenant t on t.id = c.consortium_id;
grant select on hubs.named_consortium to hiroba_app;

-- Finds or makes the tenant of an imported consortium.
create function hubs.found_tenant(new_slug text, new_name jsonb) returns uuid
  language plpgsql set search_path = ''
  as $$
  declare found_id uuid;
  begin
    insert into platform.tenant (slug, name) values (new_slug, new_name) on conflict (slug) do nothing;
    select id into found_id from platform.tenant where slug = new_slug;
    return found_id;
  end $$;
create function hubs.find_tenant(wanted_slug text) returns uuid
  language sql stable set search_path = ''
  as $$ select id from platform.tenant where slug = wanted_slug $$;
-- What people call the seated tenant elsewhere follows the name kept here.
create function hubs.name_tenant(new_name jsonb) returns void
  language sql set search_path = ''
  as $$ select platform.rename_tenant(new_name) $$;

do $$
declare v text;
begin
  -- a view's new owner must be able to create in its schema at that moment, and never again
  grant create on schema hubs to hiroba_publisher;
  foreach v in array array['hub', 'space', 'equipment', 'schedule', 'photo'] loop
    execute format('alter view hubs.directory_%I owner to hiroba_publisher', v);
    execute format('grant select on hubs.directory_%I to hiroba_app', v);
  end loop;
  revoke create on schema hubs from hiroba_publisher;
end $$;
