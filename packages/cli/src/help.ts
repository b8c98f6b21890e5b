export const HELP = `lockstep: ChatGPT and MCP apps whose view, server and model agree

  lockstep dev [mcp-url…]   the local ChatGPT for the app in this folder (./lockstep.config.ts, else apps/*/lockstep.config.ts), or for any MCP
                            server by URL; saved views show at once, saved servers start again
  lockstep build            builds the views of those apps into dist/views
  lockstep start [name]     production: serves one built app, without the local ChatGPT

  --port <number>           dev: port of the local ChatGPT, 4700 unless told; its sandbox takes the next one
  --no-hmr                  dev: shows the built views, which stay as they are
  --runtime preact|react    dev, build: what the views run on, preact unless told
  --help, --version

Environment: dev: LOCKSTEP_HOST_PORT, LOCKSTEP_SANDBOX_PORT, and <NAME>_PORT for the server of an app (CART_PORT for "cart").
start: PORT, HOST, PUBLIC_URL, ALLOWED_HOSTS, ALLOWED_ORIGINS (docs/deploy.md).`
