-- compat: safe
-- Since when a lock was asked in vain, and for what: shown at the desk until it has done it.

alter table access.door add column stuck_since timestamptz;
alter table access.door add column stuck_wanted text constraint door_stuck_wanted check (stuck_wanted in ('locked', 'unlocked'));
alter table access.door add constraint door_stuck check ((stuck_since is null) = (stuck_wanted is null));
