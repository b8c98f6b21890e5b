import { render } from 'preact'
import { App } from './components/app.tsx'
import { readToken } from './store/api-client.ts'
import { createPage, PageContext } from './store/page.ts'
import './styles/index.css'

const page = createPage(readToken(document), window.matchMedia('(min-width: 64em)').matches)
const root = document.getElementById('root')
if (root !== null) {
  render(
    <PageContext.Provider value={page}>
      <App />
    </PageContext.Provider>,
    root,
  )
}
