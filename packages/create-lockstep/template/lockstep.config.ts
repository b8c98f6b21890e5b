export default {
  apps: [
    {
      name: '__TITLE__',
      mcpUrl: 'http://localhost:8000/mcp',
      server: './server/main.ts',
      views: { checklist: './views/checklist.tsx' },
      golden: './golden.json',
    },
  ],
}
