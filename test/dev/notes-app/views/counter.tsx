import { useState } from 'react'

export function Counter() {
  const [count, setCount] = useState(0)
  const fail = () => {
    const missing: { length: number } = JSON.parse('null')
    setCount(missing.length)
  }
  return (
    <p>
      <button type="button" id="more" onClick={() => setCount(count + 1)}>
        Opened {count}
      </button>
      <button type="button" id="fail" onClick={fail}>
        Fail
      </button>
    </p>
  )
}
