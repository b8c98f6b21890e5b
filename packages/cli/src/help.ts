export const HELP = `lockstep: ChatGPT and MCP apps whose view, server and model agree

  lockstep dev [mcp-url…]   the local ChatGPT for the app in this folder, or for any MCP server by URL
  lockstep start            starts the apps of this folder (./lockstep.config.ts, else apps/*/lockstep.config.ts) and the local ChatGPT
  lockstep build            builds the views of those apps

  --port <number>           port of the local ChatGPT, 4700 unless told; its sandbox takes the next one
  --runtime preact|react    what the views are built on, preact unless told
  --help, --version

Environment: LOCKSTEP_HOST_PORT, LOCKSTEP_SANDBOX_PORT, and <NAME>_PORT for the server of an app (CART_PORT for "cart").`
