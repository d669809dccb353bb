-- compat: safe
-- Where an organisation's papers go: the postal code, the department and the person that stand on an invoice, and the
-- address that it is mailed to.

alter table people.organisation
  add column postal_code text constraint organisation_postal_code_form check (postal_code ~ '^[0-9]{7}$'),
  add column billing_department text,
  add column billing_contact text,
  -- null: the managers of the organisation
  add column billing_mail text,
  -- of the paper and of the mail that brings it
  add column billing_language text not null default 'ja'
    constraint organisation_billing_language check (billing_language in ('ja', 'en'));
