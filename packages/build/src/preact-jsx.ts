import { createElement, type Attributes, type ComponentType, type VNode } from 'preact'

export { Fragment } from 'preact'

/**
 * React's automatic JSX runtime by way of `createElement`: Preact's own holds the making of an element a second time, which every view would carry.
 * As in React, a key among spread props counts, and before another.
 */
export function jsx(type: string | ComponentType<object>, props: object, key?: Attributes['key']): VNode {
  return createElement(type as ComponentType<object>, key === undefined ? props : { key, ...props })
}

export { jsx as jsxs }
