-- compat: safe
-- An export of the whole installation visits every tenant.

create function hubs.list_tenants() returns setof uuid
  language sql stable set search_path = ''
  as $$ select id from platform.tenant order by slug $$;
