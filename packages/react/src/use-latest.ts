import { useLayoutEffect, useRef, type RefObject } from 'react'

/** The newest of a value, for what outlives a render; not to be read while rendering. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value)
  useLayoutEffect(() => {
    latest.current = value
  })
  return latest
}
