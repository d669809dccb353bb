/**
 * The pictures, in a chunk of their own. Each bar carries its figure, and a table says the same beside it: nothing is told
 * by colour alone, and nobody needs a pointer.
 */
import { Bar, BarChart, CartesianGrid, ComposedChart, LabelList, Legend, Line, ResponsiveContainer, XAxis, YAxis } from 'recharts'

const ink = { fill: 'var(--ink-2)', fontSize: 12 }
const axis = { stroke: 'var(--rule-2)', tick: ink, tickLine: false }
const strong = { fill: 'var(--ink)', fontSize: 12, fontWeight: 700 }

export interface MonthPoint {
  readonly key: string
  readonly label: string
  readonly visits: number
  /** Per cent; null: nothing was open. */
  readonly rate: number | null
}

export function MonthChart(props: {
  points: readonly MonthPoint[]
  visits: string
  rate: string
  label: string
  onOpen: (key: string) => void
}) {
  return (
    <Picture label={props.label} height={300}>
      <ComposedChart data={[...props.points]} margin={{ top: 24, right: 0, bottom: 0, left: -12 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--rule)" />
        <XAxis dataKey="label" {...axis} />
        <YAxis yAxisId="visits" {...axis} allowDecimals={false} axisLine={false} />
        <YAxis yAxisId="rate" orientation="right" {...axis} axisLine={false} unit="%" domain={[0, 100]} width={44} />
        <Legend formatter={(name: string) => <span className="text-ink-2">{name}</span>} />
        <Bar
          yAxisId="visits"
          dataKey="visits"
          name={props.visits}
          fill="var(--accent-fill)"
          maxBarSize={44}
          radius={[3, 3, 0, 0]}
          isAnimationActive={false}
          cursor="pointer"
          onClick={(entry: unknown) => props.onOpen((entry as { payload: MonthPoint }).payload.key)}
        >
          <LabelList dataKey="visits" position="top" {...strong} />
        </Bar>
        <Line
          yAxisId="rate"
          dataKey="rate"
          name={props.rate}
          stroke="var(--wait-line)"
          strokeWidth={2}
          strokeDasharray="6 4"
          dot={{ r: 4, fill: 'var(--page)', stroke: 'var(--wait-line)', strokeWidth: 2, strokeDasharray: '0' }}
          isAnimationActive={false}
          connectNulls
        />
      </ComposedChart>
    </Picture>
  )
}

export interface BarPoint {
  readonly key: string
  readonly label: string
  readonly value: number
  /** What stands at the end of the bar. */
  readonly said: string
}

/** Upright bars in per cent: hours of the day. */
export function RateChart(props: { points: readonly BarPoint[]; label: string; onOpen: (key: string) => void }) {
  return (
    <Picture label={props.label} height={240}>
      <BarChart data={[...props.points]} margin={{ top: 24, right: 0, bottom: 0, left: -12 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--rule)" />
        <XAxis dataKey="label" {...axis} interval="preserveStartEnd" />
        <YAxis {...axis} axisLine={false} unit="%" domain={[0, (most: number) => Math.max(10, Math.ceil(most / 10) * 10)]} />
        <Bar
          dataKey="value"
          fill="var(--accent-fill)"
          maxBarSize={40}
          radius={[3, 3, 0, 0]}
          isAnimationActive={false}
          cursor="pointer"
          onClick={(entry: unknown) => props.onOpen((entry as { payload: BarPoint }).payload.key)}
        >
          <LabelList dataKey="said" position="top" {...strong} />
        </Bar>
      </BarChart>
    </Picture>
  )
}

/** Lying bars with their names at the start: spaces, types. */
export function NamedBars(props: { points: readonly BarPoint[]; label: string; most?: number; onOpen: (key: string) => void }) {
  const names = shortNames(props.points.map((point) => point.label))
  return (
    <Picture label={props.label} height={props.points.length * 44 + 16}>
      <BarChart data={[...props.points]} layout="vertical" margin={{ top: 0, right: 56, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <XAxis type="number" hide domain={[0, props.most ?? 'auto']} />
        <YAxis
          type="category"
          dataKey="label"
          {...axis}
          axisLine={false}
          width={150}
          tickFormatter={(name: string) => names.get(name) ?? name}
        />
        <Bar
          dataKey="value"
          fill="var(--accent-fill)"
          background={props.most === undefined ? false : { fill: 'var(--shade)' }}
          maxBarSize={24}
          radius={[0, 3, 3, 0]}
          isAnimationActive={false}
          cursor="pointer"
          onClick={(entry: unknown) => props.onOpen((entry as { payload: BarPoint }).payload.key)}
        >
          <LabelList dataKey="said" position="right" {...strong} />
        </Bar>
      </BarChart>
    </Picture>
  )
}

/** Names of rooms are long and differ at their ends; the table says them whole. */
const shorten = (name: string): string => (widthOf(name) > 24 ? `${name.slice(0, 3)}…${name.slice(-7)}` : name)
const bare = (name: string): string => name.replace(/\s*[（(][^（()）]*[)）]\s*$/u, '')
/** What stands in brackets at the end is left out where the rest tells them apart. */
function shortNames(names: readonly string[]): ReadonlyMap<string, string> {
  const isAlone = (name: string): boolean => names.every((other) => other === name || bare(other) !== bare(name))
  return new Map(names.map((name) => [name, shorten(widthOf(name) > 24 && isAlone(name) ? bare(name) : name)]))
}
/** In halves of a full-width letter. */
const widthOf = (name: string): number => name.length + (name.match(/[\u2e80-\uffff]/g) ?? []).length

function Picture({ label, height, children }: { label: string; height: number; children: React.ReactElement }) {
  return (
    <div role="img" aria-label={label} style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        {children}
      </ResponsiveContainer>
    </div>
  )
}
