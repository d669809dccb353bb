-- compat: safe
-- Members are found by any part of a name, a reading or the end of a telephone number: one row for each place at which
-- such a part may begin, looked up by its beginning (`key >= 'x' and key < 'y'` in code point order). Under row-level
-- security `like` may not use an index, so the search read all members of the tenant; >= and < of text are leakproof.
-- About 25 rows a member: 150,000 for the largest tenant one can think of (6,000 members).

create table people.member_key (
  consortium_id uuid not null,
  key text collate "C" not null constraint member_key_length check (length(key) between 1 and 64),
  membership_id uuid not null,
  primary key (consortium_id, key, membership_id),
  constraint member_key_membership foreign key (consortium_id, membership_id) references people.membership (consortium_id, id) on delete cascade
);
create index member_key_by_membership on people.member_key (consortium_id, membership_id);

alter table people.member_key enable row level security;
alter table people.member_key force row level security;
create policy tenant on people.member_key using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert, delete on people.member_key to hiroba_app;

-- `search` holds the folded names, a line each; its line of the telephone is left out. Numbers of Japan are written as they
-- are dialled there, and found by their last four digits and more. A mail is found by the beginning of each of its words.
create function people.member_keys(search text, mail text, phone text) returns setof text
  language sql immutable parallel safe
  as $$
  select left(substr(line, i), 64) from unnest(string_to_array(search, E'\n')) as line, generate_series(1, length(line)) as i
    where line !~ '^\+[0-9]'
  union
  select left(substr(number, i), 64)
    from (select case when phone like '+81%' then '0' || substr(phone, 4) else ltrim(phone, '+') end) as dialled (number),
      generate_series(1, greatest(1, length(number) - 3)) as i
    where number <> ''
  union
  select left(substr(lower(mail), i), 64) from generate_series(1, length(mail)) as i
    where i = 1 or substr(mail, i - 1, 1) ~ '[^[:alnum:]]' and substr(mail, i, 1) ~ '[[:alnum:]]'
  $$;

-- an owner who is no superuser sees rows of no tenant otherwise
alter table people.membership no force row level security;
alter table people.member_key no force row level security;
insert into people.member_key (consortium_id, key, membership_id)
select m.consortium_id, key, m.id from people.membership m, people.member_keys(m.search, m.mail, m.phone) as key;
alter table people.membership force row level security;
alter table people.member_key force row level security;

-- The first administrator is written by a function of its own, past the program; so are the keys then.
create function people.set_up_found(person jsonb, consortium jsonb) returns uuid
  language plpgsql security definer set search_path = ''
  as $$
  declare
    before text := current_setting('app.tenant', true);
    new_tenant uuid := people.set_up(person, consortium);
  begin
    if new_tenant is null then return null; end if;
    perform set_config('app.tenant', new_tenant::text, true);
    insert into people.member_key (consortium_id, key, membership_id)
      select m.consortium_id, key, m.id from people.membership m, people.member_keys(m.search, m.mail, m.phone) as key
      where m.consortium_id = new_tenant on conflict do nothing;
    perform set_config('app.tenant', coalesce(before, ''), true);
    return new_tenant;
  end $$;
revoke execute on function people.set_up_found(jsonb, jsonb) from public;
grant execute on function people.set_up_found(jsonb, jsonb) to hiroba_app;
grant insert on people.member_key to hiroba_auth;
-- `on conflict` without a target looks at the key
grant select on people.member_key to hiroba_auth;
grant create on schema people to hiroba_auth;
alter function people.set_up_found(jsonb, jsonb) owner to hiroba_auth;
revoke create on schema people from hiroba_auth;
