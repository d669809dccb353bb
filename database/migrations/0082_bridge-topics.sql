-- compat: safe
-- At a broker that serves all hubs a topic belongs to one of them. Whoever gives a bridge topics is told what the bridges of
-- other hubs have, of whatever tenant.

create function devices.find_bridge_topics(except_hub uuid) returns table (consortium_id uuid, hub_id uuid, topic_filter text)
  language plpgsql security definer set search_path = ''
  as $$
  begin
    -- of two who give the same, the second sees what the first gave
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('devices.bridge-topics', 0));
    return query
      select d.consortium_id, d.hub_id, f.filter from devices.device d, pg_catalog.unnest(d.topic_filters) as f (filter)
      where d.kind = 'bridge' and d.status <> 'retired' and d.hub_id <> except_hub;
  end $$;
grant create on schema devices to hiroba_auth;
revoke execute on function devices.find_bridge_topics(uuid) from public;
grant execute on function devices.find_bridge_topics(uuid) to hiroba_app;
alter function devices.find_bridge_topics(uuid) owner to hiroba_auth;
revoke create on schema devices from hiroba_auth;
