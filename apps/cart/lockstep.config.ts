const port = process.env['CART_PORT'] ?? '8000'

// Plain data: the command line holds it to the schema when it reads it.
const config = {
  apps: [
    {
      name: 'Cart',
      mcpUrl: `http://localhost:${port}/mcp`,
      golden: './golden.json',
      server: './server/main.ts',
      views: { 'shopping-cart': './views/cart.tsx' },
    },
  ],
}

export default config
