-- compat: safe
-- Who left a room for the hall through a door without being known is no entry without a name.
alter table presence.passage add column is_exit boolean not null default false;
-- the latest stays of a hub
create index stay_by_hub_id on presence.stay (consortium_id, hub_id, id);

-- A person counts once over all hubs of a consortium, by a key that nobody makes from an account's id without the secret.
create table presence.visit_secret (
  consortium_id uuid primary key,
  secret uuid not null default gen_random_uuid()
);
-- whoever has a hub with doors has one, here and from the first passage on
alter table presence.hub_rule no force row level security;
insert into presence.visit_secret (consortium_id) select distinct consortium_id from presence.hub_rule;
alter table presence.hub_rule force row level security;
alter table presence.visit_secret enable row level security;
alter table presence.visit_secret force row level security;
create policy tenant on presence.visit_secret using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert on presence.visit_secret to hiroba_app;

create or replace view presence.pub_presence_visit with (security_invoker = true) as
  select s.consortium_id, s.hub_id, s.day, s.subject_kind,
    left(encode(sha256((k.secret::text || s.subject_id::text)::bytea), 'hex'), 32)::uuid as person_key,
    (min(s.organisation_id::text))::uuid as organisation_id, min(s.engagement) as engagement,
    max(s.people) as people, bool_and(s.is_count_sure) as is_count_sure,
    (sum(extract(epoch from coalesce(s.left_at, s.entered_at) - s.entered_at)) / 60)::int as minutes,
    bool_or(s.closed_by = 'rule') as has_rule_end
  from presence.stay s left join presence.visit_secret k on k.consortium_id = s.consortium_id
  group by s.consortium_id, s.hub_id, s.day, s.subject_kind, s.subject_id, k.secret;
