/** A real table: caption, column heads that sort, numbers aligned at their end. On a narrow screen it scrolls by itself, never the page. */
import { useId, useMemo, useState, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { useUiWords } from './words.tsx'

export interface Column<Row> {
  key: string
  label: string
  cell: (row: Row) => ReactNode
  /** Given: the column sorts by this value. */
  sortValue?: (row: Row) => string | number
  align?: 'end'
  /** Names the row for screen readers. One column a table. */
  isRowHead?: boolean
}

export interface DataTableProps<Row> {
  caption: string
  isCaptionHidden?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  locale?: string
}

export function DataTable<Row>({ caption, isCaptionHidden, columns, rows, rowKey, locale }: DataTableProps<Row>) {
  const words = useUiWords()
  const captionId = useId()
  const [sort, setSort] = useState<{ key: string; isDescending: boolean } | undefined>(undefined)
  const sorted = useMemo(() => {
    const value = columns.find((column) => column.key === sort?.key)?.sortValue
    if (sort === undefined || value === undefined) return rows
    const collator = new Intl.Collator(locale, { numeric: true })
    const direction = sort.isDescending ? -1 : 1
    return rows.toSorted((a, b) => {
      const [left, right] = [value(a), value(b)]
      return (
        direction * (typeof left === 'number' && typeof right === 'number' ? left - right : collator.compare(String(left), String(right)))
      )
    })
  }, [rows, columns, sort, locale])
  return (
    // Focusable, because a region that scrolls must be reachable without a pointer.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1; axe asks for it (scrollable-region-focusable)
    <div className="tbl-scroll" role="region" aria-labelledby={captionId} tabIndex={0}>
      <table className="tbl">
        <caption id={captionId} className={isCaptionHidden === true ? 'sr' : undefined}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => {
              const direction = sort?.key === column.key ? (sort.isDescending ? 'descending' : 'ascending') : undefined
              return (
                <th key={column.key} scope="col" className={column.align} aria-sort={direction}>
                  {column.sortValue === undefined ? (
                    column.label
                  ) : (
                    <button
                      type="button"
                      className="sort"
                      title={words.sortBy(column.label)}
                      onClick={() => setSort({ key: column.key, isDescending: sort?.key === column.key && !sort.isDescending })}
                    >
                      {column.label}
                      {direction !== undefined && <Icon name={direction === 'ascending' ? 'sort-up' : 'sort-down'} />}
                    </button>
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) =>
                column.isRowHead === true ? (
                  <th key={column.key} scope="row" className={column.align}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={column.align}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
