/**
 * One line drawing per meaning: 24 px grid, 2 px stroke, in the colour of the text beside it.
 * Inline, because a mask by data: URL would ask the content security policy for `img-src data:`.
 */
const drawings = {
  alert: 'M12 3.5 22 20.5H2L12 3.5ZM12 10v5M12 17v1.5',
  arrow: 'M4 12h16M13.5 5.5 20 12l-6.5 6.5',
  bed: 'M3 19.5V6M3 16.5h18v3M21 16.5v-3.5a2.5 2.5 0 0 0-2.5-2.5H11v6M7 12.5a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z',
  calendar: 'M4 5.5h16v15H4zM4 10h16M8 3v4M16 3v4',
  card: 'M3 5.5h18v13H3zM3 10h18M6.5 15h4',
  chat: 'M4 4.5h16v11.5h-9l-4.5 4v-4H4z',
  check: 'M4.5 12.5 10 18 20 6.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5.2l3.5 2.3',
  contrast: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 3v18M12 7h4.5M12 11h8.5M12 15h7.5M12 19h4',
  copy: 'M8.5 8.5h12v12h-12zM15.5 8.5v-5h-12v12h5',
  cross: 'M5.5 5.5l13 13M18.5 5.5l-13 13',
  doc: 'M5.5 3h8l5 5v13h-13zM13.5 3v5h5M9 13h6M9 17h6',
  door: 'M5 21h14M7 21V3.5h10V21M13.5 12v1.5',
  'door-open': 'M5 21h14M7 21V4l8-1.5V21M15 5h3v16M12 12v1.5',
  dot: 'M12 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2Z',
  down: 'M5 9l7 7 7-7',
  download: 'M12 3.5v12M6.5 10.5 12 16l5.5-5.5M4 20.5h16',
  edit: 'M4 20h4L19.5 8.5l-4-4L4 16zM13 7l4 4',
  enter: 'M14 3.5h5.5v17H14M3.5 12h11M10 7.5l4.5 4.5-4.5 4.5',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  home: 'M3.5 11 12 3.5l8.5 7.5M6 9.5v11h12v-11',
  hourglass: 'M6 3h12M6 21h12M7.5 3c0 5 4.5 6 4.5 9s-4.5 4-4.5 9M16.5 3c0 5-4.5 6-4.5 9s4.5 4 4.5 9',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v6M12 7v.5',
  leave: 'M10 3.5H4.5v17H10M9.5 12h11M16 7.5l4.5 4.5-4.5 4.5',
  left: 'M15 5l-7 7 7 7',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.3-3.3a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0L5 13.3a4 4 0 0 0 5.7 5.7L12 17.7',
  list: 'M8.5 6h12M8.5 12h12M8.5 18h12M4 6h.5M4 12h.5M4 18h.5',
  lock: 'M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2.5',
  mail: 'M3.5 5.5h17v13h-17zM3.5 6.5 12 13l8.5-6.5',
  minus: 'M5 12h14',
  moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z',
  offline: 'M2.5 9.5c2-1.8 4.3-3 6.7-3.5M21.5 9.5c-2.3-2-5-3.3-7.9-3.7M9.3 17c1.6-1.4 3.8-1.4 5.4 0M12 20v.5M4 4l16 16',
  pc: 'M3 4.5h18v12H3zM8.5 20.5h7M12 16.5v4',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.5-3.7 3-5.7 6.5-5.7s6 2 6.5 5.7M15.5 4.3a3.5 3.5 0 0 1 0 6.4M18 14.8c1.9.8 3.1 2.5 3.5 5.2',
  person: 'M12 11a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6ZM4.5 20.5c.6-4 3.5-6.2 7.5-6.2s6.9 2.2 7.5 6.2',
  'person-struck': 'M12 11a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6ZM4.5 20.5c.6-4 3.5-6.2 7.5-6.2M15 15l5.5 5.5M20.5 15 15 20.5',
  phone: 'M5 3.5h4l1.8 4.7-2.3 1.7c1 2.4 2.7 4.1 5.1 5.1l1.7-2.3L20 14.5v4c0 1-.8 2-2 2C10.5 20.5 3.5 13.5 3.5 5.5c0-1.2.7-2 1.5-2Z',
  pin: 'M12 21.5S5 15 5 9.7a7 7 0 0 1 14 0C19 15 12 21.5 12 21.5ZM12 12a2.4 2.4 0 1 0 0-4.8A2.4 2.4 0 0 0 12 12Z',
  play: 'M7 4.5v15l12.5-7.5z',
  plus: 'M5 12h14M12 5v14',
  print: 'M7 8.5V3.5h10v5M7 17H3.5V8.5h17V17H17M7 14h10v6.5H7z',
  return: 'M9.5 5 4 10.5 9.5 16M4 10.5h10.5a5.5 5.5 0 0 1 0 11H11',
  right: 'M9 5l7 7-7 7',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20.5 20.5',
  seat: 'M7 3.5v9.5h9.5M7 13v4M7 17h10v4M7 17v4M17 13v4',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  'sort-down': 'M12 5v14M6.5 13.5 12 19l5.5-5.5',
  'sort-up': 'M12 19V5M6.5 10.5 12 5l5.5 5.5',
  sum: 'M18 5V3.5H6l6.5 8.5L6 20.5h12V19',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5',
  tag: 'M8 7h8M8 12h8M8 17h4M4 3h16v18H4z',
  thermometer: 'M14 13.5V5.5a2 2 0 1 0-4 0v8a4.2 4.2 0 1 0 4 0Z',
  trash: 'M4 6.5h16M9 6.5V3.5h6v3M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6',
  upload: 'M12 16V4M6.5 9.5 12 4l5.5 5.5M4 20.5h16',
  wifi: 'M2.5 9.5c5.5-5 13.5-5 19 0M6 13.3c3.5-3.2 8.5-3.2 12 0M9.3 17c1.6-1.4 3.8-1.4 5.4 0M12 20v.5',
  work: 'M3.5 8h17v12h-17zM9 8V4.5h6V8M3.5 13h17',
  yen: 'M6 3.5l6 8 6-8M12 11.5v9M7 12h10M7 16h10',
} as const

export type IconName = keyof typeof drawings

/** Always decoration: the word beside it, or the label of its control, carries the meaning. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={className === undefined ? 'i' : `i ${className}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  )
}

/** The mark of Hiroba: a square with one open corner and someone in it. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 28 28" fill="none" stroke="currentColor" strokeWidth="3.2" aria-hidden="true" focusable="false">
      <path d="M18 25.2H25.2V2.8H2.8V25.2H10" />
      <circle cx="14" cy="14" r="3.6" fill="currentColor" stroke="none" />
    </svg>
  )
}
