const port = process.env['PORTFOLIO_PORT'] ?? '8001'

// Plain data: the command line holds it to the schema when it reads it.
const config = {
  apps: [
    {
      name: 'Portfolio',
      mcpUrl: `http://localhost:${port}/mcp`,
      golden: './golden.json',
      server: './server/main.ts',
      views: {
        'project-status': './views/status.tsx',
        'project-editor': './views/editor.tsx',
        'project-media': './views/media.tsx',
        'project-list': './views/list.tsx',
      },
      devAuth: true,
    },
  ],
}

export default config
