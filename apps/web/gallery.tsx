/// <reference types="vite/client" />
/** Every part on one page, for eyes and for axe. Served by the development server only (`/gallery.html`), never built. */

import '#ui/styles/index.css'
import '#ui/styles/fonts.css'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Button, IconButton } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Disclosure } from '#ui/disclosure.tsx'
import { Checkbox, NumberStepper, RadioChips, Select, TextArea, TextField } from '#ui/fields.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Icon, type IconName } from '#ui/icon.tsx'
import { Breadcrumb, LinkButton, NumLink } from '#ui/link.tsx'
import { Note, Pips, Progress, SeatSquares, SectionHead, StateMark, StepBar, Tag } from '#ui/marks.tsx'
import { Menu } from '#ui/menu.tsx'
import { MonthGrid, type DayMark } from '#ui/month-grid.tsx'
import { EmptyState, ErrorState, LineBanner, NoPermission, SkeletonLines } from '#ui/states.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { BandKey, BandMarks, TimeBand } from '#ui/time-band.tsx'
import { ToastProvider, useToast } from '#ui/toast.tsx'
import { formatDay, formatMonth } from '#platform/web/format.ts'

const theme = new URLSearchParams(location.search).get('theme')
if (theme !== null) document.documentElement.dataset['theme'] = theme

function marks(): Map<string, DayMark> {
  const signs: DayMark[] = [
    { sign: '◎', word: '空きあり', canChoose: true },
    { sign: '△', word: '残りわずか', canChoose: true },
    { sign: '×', word: '満席', canChoose: false },
    { sign: '休', word: '休館', canChoose: false },
  ]
  const found = new Map<string, DayMark>()
  for (let day = 20; day <= 30; day += 1)
    found.set(`2026-11-${day}`, signs[(day * 7) % 4 === 0 ? 1 : day === 23 ? 3 : day === 27 ? 2 : 0] as DayMark)
  return found
}

function Gallery() {
  const [text, setText] = useState('')
  const [choice, setChoice] = useState('day')
  const [people, setPeople] = useState(1)
  const [isAgreed, setAgreed] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const [month, setMonth] = useState('2026-11')
  const [day, setDay] = useState<string | undefined>('2026-11-21')
  const { toast } = useToast()
  const icons: IconName[] = [
    'door',
    'door-open',
    'person',
    'person-struck',
    'clock',
    'alert',
    'check',
    'cross',
    'hourglass',
    'calendar',
    'search',
    'settings',
    'sun',
    'moon',
    'contrast',
    'edit',
    'trash',
    'offline',
    'upload',
    'seat',
    'people',
    'link',
    'copy',
    'info',
  ]
  return (
    <main className="wrap grid gap-10 py-8">
      <LineBanner>通信が途切れています。自動でつなぎ直しています。表示は 10:42 時点のものです。</LineBanner>
      <Breadcrumb
        label="現在の位置"
        crumbs={[{ label: '拠点を探す', target: { to: '/' } }, { label: '北海道', target: { to: '/' } }, { label: 'ニセコ町' }]}
      />
      <h1 className="text-[1.75rem]">部品の一覧</h1>
      <section className="flex flex-wrap items-center gap-3">
        <Button kind="main">席を予約する</Button>
        <Button>午後に変えて予約する</Button>
        <Button kind="quiet">やめる</Button>
        <Button kind="bad" icon="phone">
          例示さんに電話
        </Button>
        <Button kind="bare">あとで</Button>
        <Button kind="main" size="small" isBusy>
          送っています
        </Button>
        <Button disabled>できません</Button>
        <LinkButton to="/" kind="quiet" size="small">
          ログイン
        </LinkButton>
        <IconButton icon="edit" label="直す" />
        <Disclosure label="見本さんのメニュー" button={<Icon name="person" />}>
          {() => (
            <button type="button" className="pop-item">
              ログアウト
            </button>
          )}
        </Disclosure>
        <Menu
          label="ほかの操作"
          acts={[
            { key: 'a', label: '動かす', icon: 'calendar', run: () => undefined },
            { key: 'b', label: '取り消す', icon: 'trash', run: () => undefined },
          ]}
        />
      </section>
      <section className="flex flex-wrap gap-5 text-ink-2">
        {icons.map((name) => (
          <Icon key={name} name={name} className="size-6" />
        ))}
      </section>
      <section className="flex flex-wrap items-center gap-5">
        <StateMark tone="ok" icon="check">
          確定
        </StateMark>
        <StateMark tone="wait" icon="hourglass">
          承認待ち
        </StateMark>
        <StateMark tone="bad" icon="alert">
          異常
        </StateMark>
        <StateMark tone="go" icon="person">
          利用中
        </StateMark>
        <StateMark tone="off" icon="minus">
          休止
        </StateMark>
        <Tag>相互利用</Tag>
        <span>
          在室{' '}
          <NumLink to="/">
            <b>14</b>名
          </NumLink>
        </span>
        <SeatSquares total={20} taken={7} size="large" emphasis="free" />
      </section>
      <section className="grid gap-4">
        <SectionHead
          title="区画の一日"
          more={<a href="#main">表で見る</a>}
          aside={
            <BandKey
              entries={[
                { fill: 'conf', label: '確定' },
                { fill: 'in', label: '利用中' },
                { fill: 'wait', label: '承認待ち' },
                { fill: 'no', label: '来訪なし' },
                { fill: 'done', label: '終了' },
                { fill: 'shut', label: '休止・時間外' },
                { fill: 'gap', label: '準備' },
                { fill: 'lease', label: '入居契約' },
              ]}
            />
          }
        />
        <TimeBand
          label="6:00 から 24:00 の予約"
          from={6}
          to={24}
          now={10.7}
          className="h-12"
          segments={[
            { start: 6, end: 8, fill: 'shut', label: '時間外' },
            { start: 8, end: 10, fill: 'done', label: '模擬 六花' },
            { start: 10, end: 10.5, fill: 'gap' },
            { start: 10.5, end: 12, fill: 'in', label: '例示 次郎' },
            { start: 12, end: 14, fill: 'conf', label: '架空 桃子（初めての利用）' },
            { start: 14, end: 16, fill: 'wait', label: '仮名 四郎' },
            { start: 16, end: 18, fill: 'no', label: '仮名 三郎' },
            { start: 18, end: 20, fill: 'free', label: '空き' },
            { start: 20, end: 24, fill: 'lease', label: '見本ソフト株式会社' },
          ]}
        />
        <BandMarks
          from={6}
          to={24}
          gap={1}
          marks={[
            { at: 6, label: '6:00' },
            { at: 10.7, label: '10:42', isNow: true },
            { at: 18, label: '18:00' },
            { at: 24, label: '24:00' },
          ]}
        />
      </section>
      <section className="grid max-w-[26rem] gap-4">
        <MonthGrid
          month={month}
          onMonth={setMonth}
          value={day}
          onChange={setDay}
          today="2026-11-20"
          lastDay="2027-02-20"
          marks={marks()}
          locale="ja"
          monthLabel={formatMonth(month, 'ja')}
          dayLabel={(each) => formatDay(each, 'ja')}
          isHoliday={(each) => each === '2026-11-23'}
        />
      </section>
      <section className="grid max-w-xl gap-5">
        <TextField label="お名前" isRequired value={text} onChange={setText} autoComplete="name" />
        <TextField
          label="メールアドレス"
          isRequired
          type="email"
          value="hanako@"
          onChange={() => undefined}
          error="メールアドレスの形ではないようです。例：hanako@example.jp"
          hint="確認のリンクをお送りします。"
        />
        <Select
          label="用途"
          value="a"
          onChange={() => undefined}
          choices={[
            { value: 'a', label: 'テレワーク' },
            { value: 'b', label: '打合せ' },
          ]}
        />
        <TextArea label="ご要望" value="" onChange={() => undefined} />
        <RadioChips
          legend="ご利用の時間"
          value={choice}
          onChange={setChoice}
          choices={[
            { value: 'day', label: '1日（9:00–18:00）' },
            { value: 'am', label: '午前（9:00–13:00）' },
            { value: 'pm', label: '午後（13:00–18:00）' },
            { value: 'x', label: '時間を選ぶ', isDisabled: true },
          ]}
        />
        <NumberStepper label="人数" value={people} min={1} max={4} onChange={setPeople} format={(value) => `${value}名`} />
        <Checkbox isChecked={isAgreed} onChange={setAgreed}>
          利用のきまりに同意します
        </Checkbox>
        <Checkbox isChecked onChange={() => undefined} error="同意が必要です">
          個人情報の扱いを読みました
        </Checkbox>
        <FileDrop label="名簿を取り込む" hint="Excel または CSV" onFile={() => undefined} />
      </section>
      <section className="grid max-w-2xl gap-4">
        <Note>予約した方だけが見られます。</Note>
        <Note tone="wait">14:00 以降は承認が必要です。</Note>
        <Note tone="bad">この時間は、先にご予約がありました。</Note>
        <Note tone="ok">予約が決まりました。</Note>
        <Note tone="go">新しい版が届いています。</Note>
        <EmptyState title="まだ予約がありません" act={<Button kind="main">予約する</Button>}>
          空いている日から選べます。
        </EmptyState>
        <ErrorState title="空き状況を読み込めませんでした" requestId="0193-88af" onRetry={() => undefined}>
          入力した内容は残っています。
        </ErrorState>
        <NoPermission title="この画面を見る権限がありません">管理者にご相談ください。</NoPermission>
        <SkeletonLines label="読み込んでいます" />
        <StepBar label="手続き" steps={['日時', '場所', 'お名前', '確認']} current={1} />
        <Progress value={18} max={25} label="取り込み" />
        <Pips total={25} done={18} />
      </section>
      <DataTable
        caption="11月の予約"
        columns={[
          { key: 'name', label: '名前', cell: (row) => row.name, sortValue: (row) => row.name, isRowHead: true },
          { key: 'place', label: '場所', cell: (row) => row.place, sortValue: (row) => row.place },
          { key: 'fee', label: '料金', cell: (row) => `¥${row.fee.toLocaleString()}`, sortValue: (row) => row.fee, align: 'end' },
        ]}
        rows={[
          { name: '見本 花子', place: '2F-3', fee: 2400 },
          { name: '架空 実', place: '2F-1', fee: 12000 },
          { name: '例示 海', place: '席 12', fee: 1000 },
        ]}
        rowKey={(row) => row.name}
      />
      <Tabs
        label="予約の見方"
        views={[
          { key: 'day', label: '日', content: '日の表示' },
          { key: 'week', label: '週', content: '週の表示' },
        ]}
      />
      <div className="flex gap-3">
        <Button onClick={() => setOpen(true)}>窓をひらく</Button>
        <Button onClick={() => toast('予約を取り消しました。', { label: '元に戻す', run: () => undefined })}>知らせる</Button>
      </div>
      <ConfirmDialog
        title="予約を取り消しますか"
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        confirmLabel="取り消す"
        kind="bad"
        onConfirm={() => setOpen(false)}
      >
        <p>11月21日（土）9:00–18:00　オープンスペース。取り消すと、席はほかの方が予約できるようになります。</p>
      </ConfirmDialog>
    </main>
  )
}

const root = createRootRoute()
const page = createRoute({ getParentRoute: () => root, path: '/', component: Gallery })
const router = createRouter({ routeTree: root.addChildren([page]), history: createMemoryHistory({ initialEntries: ['/'] }) })
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <ToastProvider>
      <RouterProvider router={router as never} />
    </ToastProvider>
  </StrictMode>,
)
