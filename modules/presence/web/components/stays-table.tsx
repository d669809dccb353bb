/** Stays as a table; on a phone as lines. */
import { Button } from '#ui/button.tsx'
import { DataTable, type Column } from '#ui/data-table.tsx'
import type { StayView } from '../../contract/schemas.ts'
import { DoubtMarks, useSay } from './say.tsx'

export function StaysTable({
  stays,
  zoneOf,
  isOwn = false,
  onChoose,
}: {
  stays: readonly StayView[]
  zoneOf: (hubId: string) => string
  isOwn?: boolean
  onChoose?: (stay: StayView) => void
}) {
  const say = useSay()
  const { t } = say
  const columns: Column<StayView>[] = [
    ...(isOwn
      ? [
          { key: 'day', label: t('stays.day'), cell: (stay: StayView) => say.day(stay.day), isRowHead: true },
          { key: 'place', label: t('stays.place'), cell: (stay: StayView) => `${say.local(stay.hubNames)} ${say.place(stay)}` },
        ]
      : [
          {
            key: 'name',
            label: t('stays.name'),
            cell: (stay: StayView) => say.name(stay),
            sortValue: (stay: StayView) => say.name(stay),
            isRowHead: true,
          },
          {
            key: 'place',
            label: t('stays.place'),
            cell: (stay: StayView) => say.place(stay),
            sortValue: (stay: StayView) => say.place(stay),
          },
        ]),
    {
      key: 'entered',
      label: t('stays.entered'),
      cell: (stay) =>
        stay.isEntryKnown ? <span className="n">{say.timeOn(stay.enteredAt, stay.day, zoneOf(stay.hubId))}</span> : t('stays.unknown'),
      sortValue: (stay) => stay.enteredAt,
    },
    {
      key: 'left',
      label: t('stays.left'),
      cell: (stay) =>
        stay.leftAt === null ? (
          t('stays.here')
        ) : stay.closedBy === 'rule' ? (
          t('stays.unknown')
        ) : (
          <span className="n">{say.timeOn(stay.leftAt, stay.day, zoneOf(stay.hubId))}</span>
        ),
      sortValue: (stay) => stay.leftAt ?? '9',
    },
    ...(isOwn ? [] : [{ key: 'people', label: t('stays.people'), cell: (stay: StayView) => say.people(stay), align: 'end' as const }]),
    { key: 'state', label: t('stays.state'), cell: (stay) => <DoubtMarks stay={stay} /> },
    ...(onChoose === undefined
      ? []
      : [
          {
            key: 'act',
            label: t(isOwn ? 'mine.act' : 'correct.add'),
            cell: (stay: StayView) => (
              <Button
                size="small"
                onClick={() => onChoose(stay)}
                aria-label={isOwn ? `${t('mine.act')}: ${say.day(stay.day)}` : `${t('stays.trace')}: ${say.name(stay)}`}
              >
                {t(isOwn ? 'mine.act' : 'stays.trace')}
              </Button>
            ),
          },
        ]),
  ]
  const caption = isOwn ? t('mine.title') : t('stays.title')
  const cellOf = (stay: StayView, key: string) => columns.find((column) => column.key === key)?.cell(stay)
  return (
    <>
      <ul className="border-t border-rule md:hidden" aria-label={caption}>
        {stays.map((stay) => (
          <li key={stay.id} className="grid gap-0.5 border-b border-rule py-2.5">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <b>{cellOf(stay, isOwn ? 'day' : 'name')}</b>
              <span>
                {cellOf(stay, 'entered')}–{cellOf(stay, 'left')}
              </span>
            </p>
            <p className="dense muted">{cellOf(stay, 'place')}</p>
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <span className="flex flex-wrap items-center gap-x-3">
                {cellOf(stay, 'people')} {cellOf(stay, 'state')}
              </span>
              {cellOf(stay, 'act')}
            </div>
          </li>
        ))}
      </ul>
      <div className="max-md:hidden">
        <DataTable caption={caption} isCaptionHidden columns={columns} rows={stays} rowKey={(stay) => stay.id} locale={say.language} />
      </div>
    </>
  )
}
