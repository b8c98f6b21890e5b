const PATHS = {
  send: 'M8 13V3.5M3.8 7.4 8 3.2l4.2 4.2',
  stop: 'M4.5 4.5h7v7h-7z',
  new: 'M8 3.2v9.6M3.2 8h9.6',
  chevron: 'm4.5 6.3 3.5 3.5 3.5-3.5',
  close: 'm4 4 8 8M12 4l-8 8',
  expand: 'M9.5 2.8h3.7v3.7M13 3 9.4 6.6M6.5 13.2H2.8V9.5M3 13l3.6-3.6',
  collapse: 'M13.2 6.5H9.5V2.8M9.6 6.4 13 3M2.8 9.5h3.7v3.7M6.4 9.6 3 13',
  copy: 'M6 6h7v7H6zM10 6V3H3v7h3',
  check: 'm3.3 8.6 3.1 3.1 6.3-7',
  panel: 'M2.8 3.2h10.4v9.6H2.8zM9.8 3.2v9.6',
  alert: 'M8 2.6 14 13H2zM8 6.6v3M8 11.3v.2',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.4v3.4M8 5.1v.2',
  cross: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2',
  minus: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.4 8h5.2',
  sliders:
    'M2.8 5h5M11.6 5h1.6M2.8 11h1.6M8.2 11h5M9.7 6.9a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8zM6.3 12.9a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z',
  back: 'M9.7 3.8 5.5 8l4.2 4.2',
  forward: 'm6.3 3.8 4.2 4.2-4.2 4.2',
  pip: 'M2.8 3.2h10.4v9.6H2.8zM8 7.6h3.4v3.2H8z',
  'back-in': 'M2.8 3.2h10.4v9.6H2.8zM11 5.6 6.4 10.2M6.2 7v3.4h3.4',
  move: 'M8 2.6v10.8M2.6 8h10.8M6.4 4.2 8 2.6l1.6 1.6M6.4 11.8 8 13.4l1.6-1.6M4.2 6.4 2.6 8l1.6 1.6M11.8 6.4 13.4 8l-1.6 1.6',
  leave: 'M6.5 3.2H3.2v9.6h9.6V9.5M9.4 2.9h3.7v3.7M13 3 7.4 8.6',
  attach: 'm12.9 7.5-5.2 5.2a3 3 0 0 1-4.3-4.3l5.6-5.6a2 2 0 0 1 2.9 2.9L6.4 11.2a1 1 0 0 1-1.4-1.4l4.8-4.8',
  file: 'M4 2.5h5L12 5.5v8H4zM9 2.5v3h3',
  save: 'M8 2.8v7M5 7l3 3 3-3M3 12.8h10',
  retry: 'M12.8 8a4.8 4.8 0 1 1-1.5-3.5M12.9 2.6v2.6h-2.6',
} as const

export type IconName = keyof typeof PATHS

/** A decoration: the control around it carries the name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
