import { renderView } from '@lockstep/react'
import { ProjectApp } from './project-app.tsx'
import './portfolio.css'

renderView(<ProjectApp start="story" />, { appInfo: { name: 'project-editor', version: '1' }, displayModes: ['inline', 'fullscreen'] })
