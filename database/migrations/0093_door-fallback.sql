-- compat: safe
-- What to do when the lock of a door does not answer: where its key hangs, whom to call. Shown to whoever runs the hub.
alter table access.door add column fallback text constraint door_fallback check (fallback !~ '[[:cntrl:]]' and length(fallback) between 1 and 200);
