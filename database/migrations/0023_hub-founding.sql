-- compat: safe
-- A consortium founded elsewhere (the first-run page) gets its row here, whoever comes first: the reaction or the first hub.

create function hubs.ensure_consortium() returns void
  language sql set search_path = ''
  as $$
  insert into hubs.consortium (consortium_id, names)
  select id, case when name ? 'ja' then name else jsonb_build_object('ja', slug) end from platform.tenant where id = platform.tenant()
  on conflict do nothing $$;
