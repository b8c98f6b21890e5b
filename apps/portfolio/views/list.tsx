import { renderView } from '@lockstep/react'
import { ListApp } from './list-app.tsx'
import './portfolio.css'

renderView(<ListApp />, { appInfo: { name: 'project-list', version: '1' }, displayModes: ['inline', 'fullscreen'] })
