-- compat: safe
-- Presence: what doors saw and the desk corrected, folded into stays. Stays are a projection and are written anew for a
-- person between two night closings; passages and corrections are what stays for ever.

create schema presence;
grant usage on schema presence to hiroba_app, hiroba_jobs;

-- A door let somebody through.
create table presence.passage (
  consortium_id uuid not null,
  -- the decision's own id, so that it counts once
  id uuid not null,
  hub_id uuid not null,
  door_id uuid,
  at timestamptz not null,
  time_quality text not null,
  -- null: nobody knows who, as by an exit button or with all doors open
  subject_kind text constraint passage_subject check (subject_kind in ('person', 'booking', 'visitor')),
  subject_id uuid,
  -- where one is after it: outside, the hub itself (no space) or a space
  is_out boolean not null,
  space_id uuid,
  received_at timestamptz not null,
  primary key (consortium_id, id),
  constraint passage_whose check ((subject_kind is null) = (subject_id is null))
);
create index passage_by_subject on presence.passage (consortium_id, hub_id, subject_id, at);
create index passage_by_hub on presence.passage (consortium_id, hub_id, at);
create index passage_by_door on presence.passage (consortium_id, door_id, at);

-- What the desk says: never changed, struck out by another row.
create table presence.correction (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  subject_kind text not null constraint correction_subject check (subject_kind in ('person', 'booking', 'visitor')),
  subject_id uuid not null,
  kind text not null constraint correction_kind check (kind in ('entered', 'left', 'people', 'void')),
  at timestamptz not null,
  space_id uuid,
  people int constraint correction_people check (people between 1 and 1000),
  -- the passage or correction that is struck out
  target_id uuid,
  reason text not null constraint correction_reason check (length(reason) between 1 and 500),
  account_id uuid not null,
  made_at timestamptz not null,
  primary key (consortium_id, id),
  constraint correction_says check ((kind = 'people') = (people is not null) and (kind = 'void') = (target_id is not null))
);
create index correction_by_subject on presence.correction (consortium_id, hub_id, subject_id, at);

create table presence.stay (
  consortium_id uuid not null,
  -- of the passage or correction that began it
  id uuid not null,
  hub_id uuid not null,
  -- the hub's day by its night closing: a stay after midnight belongs to the evening before
  day date not null,
  subject_kind text not null,
  subject_id uuid not null,
  space_id uuid,
  entered_at timestamptz not null,
  is_entry_known boolean not null,
  left_at timestamptz,
  closed_by text constraint stay_closed_by check (closed_by in ('exit', 'move', 'rule', 'correction')),
  people int not null,
  is_count_sure boolean not null,
  doubts text[] not null,
  -- of that day: a person may change both
  organisation_id uuid,
  engagement text constraint stay_engagement check (engagement in ('A', 'B', 'C', 'D')),
  primary key (consortium_id, id),
  constraint stay_order check (left_at >= entered_at),
  constraint stay_closed check ((left_at is null) = (closed_by is null))
);
create unique index stay_one_place on presence.stay (consortium_id, hub_id, subject_id) where left_at is null;
create index stay_by_hub on presence.stay (consortium_id, hub_id, day, id);
create index stay_by_subject on presence.stay (consortium_id, subject_id, id);
create index stay_by_day on presence.stay (consortium_id, day, hub_id);

-- A door that has a contact opened: watched until it closes.
create table presence.opening (
  consortium_id uuid not null,
  -- of the event that said so
  id uuid not null,
  hub_id uuid not null,
  door_id uuid not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- looked at then: was there a reason to open; is it still open
  forced_due_at timestamptz,
  held_due_at timestamptz,
  is_forced boolean not null default false,
  held_at timestamptz,
  left_open_at timestamptz,
  settled_at timestamptz,
  settled_by uuid,
  settled_note text,
  primary key (consortium_id, id)
);
create index opening_by_door on presence.opening (consortium_id, door_id, opened_at);
create index opening_by_hub on presence.opening (consortium_id, hub_id, opened_at);
create index opening_forced_due on presence.opening (forced_due_at) where forced_due_at is not null;
create index opening_held_due on presence.opening (held_due_at) where held_due_at is not null;

-- An exit button, a person seen from inside, a door that shut: what speaks for or ends an opening.
create table presence.evidence (
  consortium_id uuid not null,
  id uuid not null,
  hub_id uuid not null,
  -- null: somewhere at the hub
  door_id uuid,
  kind text not null constraint evidence_kind check (kind in ('button', 'motion', 'closed')),
  at timestamptz not null,
  primary key (consortium_id, id)
);
create index evidence_by_hub on presence.evidence (consortium_id, hub_id, at);
create index evidence_old on presence.evidence (at);

create table presence.hub_rule (
  consortium_id uuid not null,
  hub_id uuid not null,
  -- minutes after midnight at the hub: who has not left by then is taken to have left
  closes_minute int not null default 240 constraint hub_rule_minute check (closes_minute between 0 and 1439),
  -- how many the place holds; null: nobody has said
  capacity int constraint hub_rule_capacity check (capacity between 1 and 100000),
  is_public boolean not null default true,
  next_close_at timestamptz not null,
  version int not null default 1,
  changed_at timestamptz not null,
  primary key (consortium_id, hub_id)
);
create index hub_rule_due on presence.hub_rule (next_close_at);

do $$
declare t text;
begin
  foreach t in array array['passage', 'correction', 'stay', 'opening', 'evidence', 'hub_rule'] loop
    execute format('alter table presence.%I enable row level security', t);
    execute format('alter table presence.%I force row level security', t);
    execute format('create policy tenant on presence.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert on presence.passage to hiroba_app;
grant select, insert on presence.correction to hiroba_app;
grant select, insert, delete on presence.stay to hiroba_app;
grant select, insert, update on presence.opening to hiroba_app;
grant select, insert, delete on presence.evidence to hiroba_app;
grant select, insert, update on presence.hub_rule to hiroba_app;

-- the sweeps see which row of which tenant is due, and nothing else
create policy due on presence.hub_rule for select to hiroba_jobs using (true);
grant select (consortium_id, hub_id, next_close_at) on presence.hub_rule to hiroba_jobs;
create policy due on presence.opening for select to hiroba_jobs using (forced_due_at is not null or held_due_at is not null);
grant select (consortium_id, id, forced_due_at, held_due_at) on presence.opening to hiroba_jobs;

-- Visits for reports of other modules: a subject on a day at a hub, with nobody's name or account.
create view presence.pub_presence_visit with (security_invoker = true) as
  select consortium_id, hub_id, day, subject_kind, md5(subject_id::text || hub_id::text)::uuid as person_key,
    (min(organisation_id::text))::uuid as organisation_id, min(engagement) as engagement,
    max(people) as people, bool_and(is_count_sure) as is_count_sure,
    (sum(extract(epoch from coalesce(left_at, entered_at) - entered_at)) / 60)::int as minutes,
    bool_or(closed_by = 'rule') as has_rule_end
  from presence.stay
  group by consortium_id, hub_id, day, subject_kind, subject_id;
grant select on presence.pub_presence_visit to hiroba_app;
