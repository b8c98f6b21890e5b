export const HELP = `lockstep: ChatGPT and MCP apps whose view, server and model agree

  lockstep dev [mcp-url…]   the local ChatGPT for the app in this folder (./lockstep.config.ts, else apps/*/lockstep.config.ts), or for any MCP
                            server by URL; saved views show at once, saved servers start again
  lockstep build            builds the views of those apps into dist/views
  lockstep start [name]     production: serves one built app, without the local ChatGPT
  lockstep golden           tries the golden prompts of those apps and says which tool was picked: exit code 0 all passed, 1 some did not, 2 it did not run
  lockstep golden <mcp-url> --golden <file>
  lockstep call <mcp-url> <tool> ['<json>']   calls one tool and prints what came

  --port <number>           dev: port of the local ChatGPT, 4700 unless told; its sandbox takes the next one
  --no-hmr                  dev: shows the built views, which stay as they are
  --runtime preact|react    dev, build, golden: what the views run on, preact unless told
  --model scripted|openai   golden: what judges, the script unless told
  --user <id>               golden: who signs in at the development authorization server, where an app asks; its first user unless told
  --json                    golden, call: one JSON object on standard output
  --screenshot <file>       call: a picture of the view the call opens, as PNG; needs playwright-core
  --yes                     call: a tool that may destroy something, too
  --help, --version

Environment: dev: LOCKSTEP_HOST_PORT, LOCKSTEP_SANDBOX_PORT, and <NAME>_PORT for the server of an app (CART_PORT for "cart").
A language model for dev and golden, any OpenAI-compatible API: LOCKSTEP_MODEL, LOCKSTEP_MODEL_URL, LOCKSTEP_MODEL_KEY, else OPENAI_MODEL,
OPENAI_BASE_URL, OPENAI_API_KEY. LOCKSTEP_CHROMIUM: another Chromium for --screenshot.
start: PORT, HOST, PUBLIC_URL, ALLOWED_HOSTS, ALLOWED_ORIGINS (docs/deploy.md).`
