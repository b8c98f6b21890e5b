const port = process.env['PORT'] ?? '8000'

const config = {
  apps: [
    {
      name: 'Notes',
      mcpUrl: `http://localhost:${port}/mcp`,
      server: './server/main.ts',
      views: { notes: './views/notes.tsx' },
      golden: './golden.json',
    },
  ],
}

export default config
