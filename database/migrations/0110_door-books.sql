-- compat: safe
-- A door that is open is opened once, however often its contact says so; the repetition is kept, for a shutting in between
-- may come late.
alter table presence.evidence drop constraint evidence_kind;
alter table presence.evidence add constraint evidence_kind check (kind in ('button', 'motion', 'closed', 'open'));
create index evidence_by_door on presence.evidence (consortium_id, door_id, at) where door_id is not null;
create index opening_still_open on presence.opening (consortium_id, door_id) where closed_at is null;
