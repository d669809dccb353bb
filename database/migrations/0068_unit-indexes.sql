-- compat: safe
-- Units of a hub, of a space and of a kind of equipment, those out of use among them: a booking of the past names them.
-- Without these each place that was shown read all units of its consortium.

create index unit_by_hub on hubs.unit (consortium_id, hub_id);
create index unit_by_space on hubs.unit (consortium_id, space_id) where space_id is not null;
create index unit_by_equipment on hubs.unit (consortium_id, equipment_id) where equipment_id is not null;
