# To be sourced: what ./run and ./test both want of Node.

# Says what is missing, if anything is.
node_missing() {
  local version
  version=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/') || version=
  if [[ ${version:-0} -lt 20 ]]; then
    echo "Node 20 or newer is missing (found: ${version:-none}): https://nodejs.org"
  elif ! command -v npm >/dev/null; then
    echo "npm is missing; it comes with Node: https://nodejs.org"
  fi
}

# npm_install DIRECTORY: installs what its lock file says, unless that has been done.
npm_install() {
  # npm writes the first file itself when it has installed.
  [[ $1/node_modules/.package-lock.json -nt $1/package-lock.json ]] || (cd "$1" && npm ci --include=dev --no-audit --no-fund)
}
