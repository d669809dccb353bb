-- compat: safe
-- A door whose outer side is the hub itself (the hall), where the hub's entrance leads into a named space.

alter table access.door add column outside_is_hub boolean not null default false;
alter table access.door add constraint door_outside check (not (outside_is_hub and outside_space_id is not null));
