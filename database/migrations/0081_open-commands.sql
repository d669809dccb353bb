-- compat: safe
-- What is on its way to a hub is asked for every two seconds, also what was sent and has not ended.

create index command_open on devices.command (consortium_id, hub_id) where state in ('pending', 'sent');
