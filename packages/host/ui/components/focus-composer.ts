/** Where the focus goes when the control that had it disappears: never to the body, from where a keyboard starts all over. */
export function focusComposer(): void {
  document.getElementById('composer')?.focus()
}
