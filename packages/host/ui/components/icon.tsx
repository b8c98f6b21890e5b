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
