-- compat: safe
-- Agreements of mutual use (相互利用): docs/adr/0015. One row, owned by the consortium that proposed; the other one sees it
-- and answers. What was proposed has no right of update at all: other terms are another proposal.

create table hubs.mutual_use (
  consortium_id uuid not null constraint mutual_use_proposer references platform.tenant (id),
  id uuid not null default uuidv7(),
  partner_id uuid not null constraint mutual_use_partner references platform.tenant (id),
  state text not null default 'proposed'
    constraint mutual_use_state check (state in ('proposed', 'active', 'declined', 'withdrawn', 'ended')),
  -- days of use, both included; no last day: until somebody ends it
  from_on date not null,
  until_on date,
  -- each side's hubs that the other's members may use; null: all, those to come included
  hub_ids uuid[] constraint mutual_use_hubs check (cardinality(hub_ids) > 0),
  partner_hub_ids uuid[] constraint mutual_use_partner_hubs check (cardinality(partner_hub_ids) > 0),
  -- whose: all members, or those who run the other consortium
  who text not null constraint mutual_use_who check (who in ('members', 'staff')),
  -- at whose price
  price_class text not null constraint mutual_use_price check (price_class in ('member', 'general')),
  -- bookings of one person in a month; null: as many as the hub's own rules allow
  most_per_month int constraint mutual_use_most check (most_per_month between 1 and 1000),
  message text not null default '',
  proposed_at timestamptz not null,
  answered_at timestamptz,
  answer text not null default '',
  ended_at timestamptz,
  ended_by text constraint mutual_use_ended_by check (ended_by in ('proposer', 'partner')),
  -- the last day of use, once ended
  ends_on date,
  end_reason text not null default '',
  version int not null default 1,
  primary key (consortium_id, id),
  constraint mutual_use_not_own check (partner_id <> consortium_id),
  constraint mutual_use_order check (until_on >= from_on),
  constraint mutual_use_answered check ((answered_at is null) = (state in ('proposed', 'withdrawn'))),
  constraint mutual_use_ended check ((state = 'ended') = (ended_at is not null) and (state = 'ended') = (ends_on is not null) and (state = 'ended') = (ended_by is not null)),
  -- of two for the same days nobody could say which one holds; the other direction is kept out by the use case, under a lock
  constraint mutual_use_one_at_a_time exclude using gist
    (consortium_id with =, partner_id with =, daterange(from_on, until_on, '[]') with &&) where (state in ('proposed', 'active'))
);
-- for the other side, which asks by its own id
create index mutual_use_by_partner on hubs.mutual_use (partner_id, consortium_id);

alter table hubs.mutual_use enable row level security;
alter table hubs.mutual_use force row level security;
create policy tenant on hubs.mutual_use using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
create policy partner_reads on hubs.mutual_use for select using (partner_id = platform.tenant());
create policy partner_answers on hubs.mutual_use for update
  using (partner_id = platform.tenant() and state in ('proposed', 'active'))
  with check (partner_id = platform.tenant() and state in ('active', 'declined', 'ended'));
-- nobody answers for the other: what is new waits for an answer, and only the partner gives it
create policy begins_proposed on hubs.mutual_use as restrictive for insert
  with check (consortium_id = platform.tenant() and state = 'proposed');
create policy proposer_never_answers on hubs.mutual_use as restrictive for update
  using (true) with check (partner_id = platform.tenant() or state in ('withdrawn', 'ended'));

grant select, insert on hubs.mutual_use to hiroba_app;
grant update (state, partner_hub_ids, answered_at, answer, ended_at, ended_by, ends_on, end_reason, version) on hubs.mutual_use to hiroba_app;
