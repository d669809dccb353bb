-- compat: safe
-- Reminders: what each person wants, on which devices, when each booking's is due, and who wants none.

create table bookings.reminder_setting (
  consortium_id uuid not null,
  account_id uuid not null,
  -- `usual`: the day before at 17:00, of bookings made more than two days ahead
  lead text not null constraint reminder_setting_lead check (lead in ('none', 'usual', 'day', 'hour')),
  has_mail boolean not null,
  has_push boolean not null,
  -- changes by the desk, offers and answers of the office on the devices; the mail comes anyway
  has_news boolean not null,
  changed_at timestamptz not null,
  primary key (consortium_id, account_id)
);

create table bookings.push_device (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  account_id uuid not null,
  -- where the maker of the browser takes messages for this device, and the keys that only the browser opens
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  -- which of our keys it was made for: with another one its messages are refused
  key_mark text not null,
  label text not null,
  language text not null,
  created_at timestamptz not null,
  delivered_at timestamptz,
  primary key (consortium_id, id),
  constraint push_device_endpoint_unique unique (consortium_id, endpoint)
);
create index push_device_by_account on bookings.push_device (consortium_id, account_id);

-- One a booking. A deadline is a row: it outlives restarts, and several workers share it out with skip locked.
create table bookings.reminder (
  consortium_id uuid not null,
  booking_id uuid not null,
  due_at timestamptz,
  -- the start that was reminded of: moved to another one, it is reminded again
  sent_for timestamptz,
  sent_at timestamptz,
  primary key (consortium_id, booking_id)
);
create index reminder_due on bookings.reminder (due_at) where due_at is not null;

-- Guests who want none: by a signature of the address, so that the list is no list of addresses.
create table bookings.reminder_refusal (
  consortium_id uuid not null,
  mail_key text not null,
  refused_at timestamptz not null,
  primary key (consortium_id, mail_key)
);

do $$
declare t text;
begin
  foreach t in array array['reminder_setting', 'push_device', 'reminder', 'reminder_refusal'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    execute format('create policy tenant on bookings.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
    execute format('grant select, insert, update, delete on bookings.%I to hiroba_app', t);
  end loop;
end $$;

-- the minute's round sees which booking of which tenant is due, and nothing else
create policy due on bookings.reminder for select to hiroba_jobs using (due_at is not null);
grant select (consortium_id, booking_id, due_at) on bookings.reminder to hiroba_jobs;
