-- compat: safe
-- The desk finds people who have no account: one row a guest, the keys they are found by, and their bookings.
--
-- A key is folded text (width, case, hiragana and blanks do not matter; a telephone number without its signs) and is looked
-- up by its beginning: `key >= 'x' and key < 'y'` in code point order. Under row-level security only leakproof operators may
-- use an index: >= and < of text are, like is not. Names stand here as in bookings.booking, and are forgotten with it.

create table bookings.guest (
  consortium_id uuid not null,
  -- the first half of a hash over the tenant and the mail, else the telephone, else the folded name: the same guest has the same id
  id uuid not null,
  name text not null,
  mail text,
  phone text,
  language text not null,
  last_at timestamptz not null,
  primary key (consortium_id, id)
);

create table bookings.guest_key (
  consortium_id uuid not null,
  key text collate "C" not null constraint guest_key_length check (length(key) between 1 and 254),
  guest_id uuid not null,
  primary key (consortium_id, key, guest_id),
  constraint guest_key_guest foreign key (consortium_id, guest_id) references bookings.guest (consortium_id, id) on delete cascade
);
create index guest_key_by_guest on bookings.guest_key (consortium_id, guest_id);

create table bookings.guest_booking (
  consortium_id uuid not null,
  guest_id uuid not null,
  booking_id uuid not null,
  primary key (consortium_id, guest_id, booking_id),
  constraint guest_booking_guest foreign key (consortium_id, guest_id) references bookings.guest (consortium_id, id) on delete cascade
);
create index guest_booking_by_booking on bookings.guest_booking (consortium_id, booking_id);

-- How many of a party have come: what was counted, and what was taken back. Never changed, only added to.
create table bookings.arrival (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  booking_id uuid not null,
  people int not null constraint arrival_people check (people <> 0),
  at timestamptz not null,
  by_account_id uuid,
  primary key (consortium_id, id)
);
create index arrival_by_booking on bookings.arrival (consortium_id, booking_id);

do $$
declare t text;
begin
  foreach t in array array['guest', 'guest_key', 'guest_booking', 'arrival'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
end $$;

grant select, insert, update, delete on bookings.guest to hiroba_app;
grant select, insert, delete on bookings.guest_key, bookings.guest_booking to hiroba_app;
grant select, insert on bookings.arrival to hiroba_app;

-- an owner who is no superuser sees rows of no tenant otherwise
alter table bookings.booking no force row level security;
alter table bookings.guest no force row level security;
alter table bookings.guest_key no force row level security;
alter table bookings.guest_booking no force row level security;

-- guests of before; the same folding as server/guests/rules.ts
create temporary table known_guest on commit drop as
select b.consortium_id, b.id as booking_id, b.holder_name as name, b.holder_mail as mail, b.holder_phone as phone,
  b.holder_language as language, b.starts_at,
  regexp_replace(translate(lower(normalize(b.holder_name, nfkc)),
    'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖゝゞ',
    'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶヽヾ'), '\s+', '', 'g') as folded,
  regexp_replace(coalesce(b.holder_phone, ''), '\D', '', 'g') as digits
from bookings.booking b where b.account_id is null and b.holder_name <> '';
create temporary table known_guest_id on commit drop as
select *, overlay(overlay(substr(encode(sha256(convert_to(consortium_id::text || '/' ||
    case when mail is not null then 'mail/' || mail when digits <> '' then 'phone/' || digits else 'name/' || folded end, 'utf8')), 'hex'), 1, 32) placing '8' from 13) placing '8' from 17)::uuid as guest_id
from known_guest;
insert into bookings.guest (consortium_id, id, name, mail, phone, language, last_at)
select distinct on (consortium_id, guest_id) consortium_id, guest_id, name, mail, phone, language, starts_at
from known_guest_id order by consortium_id, guest_id, starts_at desc;
insert into bookings.guest_key (consortium_id, key, guest_id)
select distinct consortium_id, left(key, 254), guest_id
from known_guest_id, lateral (values (folded), (mail), (digits)) as k (key) where key is not null and key <> ''
on conflict do nothing;
insert into bookings.guest_booking (consortium_id, guest_id, booking_id)
select consortium_id, guest_id, booking_id from known_guest_id;

alter table bookings.booking force row level security;
alter table bookings.guest force row level security;
alter table bookings.guest_key force row level security;
alter table bookings.guest_booking force row level security;
