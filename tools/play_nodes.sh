# The nodes of tools/play: started together, and each again when it ends. Only tools/play reads this file.
# shellcheck shell=bash disable=SC2154

# Between nodes of one machine nothing is enciphered: cluster.plain is for the loopback only.
start_node() {
  local i=$1 part=${node_parts[$1]} at=$(($1 * node_ports)) folder=$logs
  if ((nodes > 1)); then
    folder=$logs/$part
    mkdir -p "$folder"
    set -- --node.name "$part"
  else
    set --
  fi
  node_since[i]=$SECONDS
  start_part "$part" "$logs/$part.out" "$zonehive" serve "$@" \
    --login.port $((login_port + at)) --game.port $((game_port + at)) --game.advertise "$address" \
    --cluster.port $((cluster_port + at)) --cluster.plain true --admin.port $((admin_port + at)) \
    --edge.connections_per_address 0 \
    --data.dir "$instance/zone" --account.auto_create true --log.dir "$folder"
}

start_servers() {
  local begin=$SECONDS i at
  for ((i = 0; i < nodes; i++)); do
    : >"$logs/${node_parts[$i]}.out"
    node_pause[i]=0
    start_node "$i"
  done
  for ((i = 0; i < nodes; i++)); do
    at=$((i * node_ports))
    until port_answers $((login_port + at)) && port_answers $((game_port + at)); do
      part_runs "${node_parts[$i]}" || part_died "${node_parts[$i]}"
      ((SECONDS - begin < ready_s_max)) ||
        fail "${node_parts[$i]} did not open its ports in $ready_s_max s; see $logs"
      status "starting ${node_parts[$i]}"
      pause 0.2
    done
  done
  clear_status
}

# As a service manager does: whatever a node ends with, it is started again, after a pause that grows while it does
# not last.
restart_node() {
  local i=$1 part=${node_parts[$1]} code=0
  if [[ -n ${part_pid[$part]:-} ]]; then
    wait "${part_pid[$part]}" || code=$?
    unset "part_pid[$part]"
    if ((SECONDS - ${node_since[$i]} >= restart_calm_s)); then node_pause[i]=0; fi
    node_due[i]=$((SECONDS + ${node_pause[$i]}))
    clear_status
    say "$part ended with exit code $code$(meaning_of "$code"); it starts again in ${node_pause[$i]} s"
    node_pause[i]=$((${node_pause[$i]} == 0 ? 1 : 2 * ${node_pause[$i]}))
    if ((${node_pause[$i]} > restart_s_max)); then node_pause[i]=$restart_s_max; fi
  fi
  if ((SECONDS >= ${node_due[$i]})); then start_node "$i"; fi
}

meaning_of() {
  case $1 in
    75) echo " (the cluster had given it up)" ;;
    137) echo " (killed)" ;;
  esac
}

watch_nodes() {
  local i
  for ((i = 0; i < nodes; i++)); do
    if part_runs "${node_parts[$i]}"; then continue; fi
    if ((nodes == 1)); then part_died "${node_parts[$i]}"; fi
    restart_node "$i"
  done
}

tell_nodes() {
  ((nodes > 1)) || return 0
  local i at
  echo "The cluster has $nodes nodes; one that ends is started again."
  for ((i = 0; i < nodes; i++)); do
    at=$((i * node_ports))
    printf '  %-8s  login %s  game %s  admin 127.0.0.1:%s  process %s\n' "${node_parts[$i]}" $((login_port + at)) \
      $((game_port + at)) $((admin_port + at)) "${part_pid[${node_parts[$i]}]}"
  done
  cat <<TEXT
Try:
  $zonehive cluster status --node 127.0.0.1:$admin_port
  $zonehive zone ls --node 127.0.0.1:$admin_port
  $zonehive zone move 1 node-2 --node 127.0.0.1:$admin_port
  $zonehive node drain node-2 --node 127.0.0.1:$admin_port
  $zonehive node undrain node-2 --node 127.0.0.1:$admin_port
  kill -9 ${part_pid[node-2]}    # players of its zones notice a pause; its own clients may log in elsewhere

TEXT
}
