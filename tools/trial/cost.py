"""What it costs that the players' connections and the zones are on different nodes (part `cost` of the trial).

The same players, first a third of them and then all, play on one node that does everything, and on two: one with the
connections, the sessions and the services, one with all zones. Each time 30 s are measured after a warm-up:

    CPU        of the server processes (utime + stime), for 1,000 steps that players took
    latency    from the report of the bots, from login to logout: how soon a walk that was asked for is granted
    messages   that zones sent to the edge, for each tick of a zone in which somebody was. It is a mean: in many ticks
               of a zone with few players there is nothing to tell, which can hide ticks with more than one message
    bytes      of frames in them, each frame once; and frames that the edge sent to players. Both with whispers and
               shouts, which come from the directory when they are said

Zones are to send one message per edge and tick, however many players see what happens: more players make it longer.
"""

import collections
import time

from stage import Bots, Failed, Node

WARM_UP, WINDOW = 30, 30  # seconds at least, and tens of seconds: so often the bots tell how many steps they take
ONE, TWO = "one node", "two nodes"
MESSAGES_MAX = 1.1  # for an edge and tick: whoever warps leaves his zone at once, and what he was to hear goes ahead

Sample = collections.namedtuple("Sample", "cpu metrics")
Cost = collections.namedtuple("Cost", "steps cpu p50 p99 messages size frames")


def layouts(trial):
    return {
        ONE: [Node(trial, "a", 0)],
        TWO: [Node(trial, "a", 0, roles="login,edge,service"), Node(trial, "b", 1, roles="zone")],
    }


def take(nodes):
    return Sample([x.cpu_seconds() for x in nodes], [x.metrics() for x in nodes])


def watch(bots, nodes):
    """What the players do in the window: steps, shouts, warps; its seconds, and samples from its begin to its end."""
    first, samples = bots.next_status(), [take(nodes)]
    begin = told = time.monotonic()
    steps = 0
    for _ in range(WINDOW // 10):
        last, now = bots.next_status(), time.monotonic()
        samples.append(take(nodes))
        steps += last["moves"] * (now - told)
        told = now
    return steps, last["shouts"] - first["shouts"], last["warps"] - first["warps"], told - begin, samples


def grown(before, after, name, labels=None):
    """By how much a counter has grown: all of it, or what has one of these labels."""
    return sum(value - x.get(name, {}).get(label, 0) for x, y in zip(before.metrics, after.metrics)
               for label, value in y.get(name, {}).items() if labels is None or label in labels)


def populated(sample):
    return {label for x in sample.metrics for label, players in x.get("zone_players", {}).items() if players > 0}


def measure(trial, title, nodes, count):
    bots = Bots(trial, nodes[:1], "cost", count)
    time.sleep(WARM_UP)
    steps, shouts, warps, took, samples = watch(bots, nodes)
    before, after = samples[0], samples[-1]
    report = bots.finish()

    slices = list(zip(samples, samples[1:]))
    zones = [len(populated(x) | populated(y)) for x, y in slices]  # some are entered, or left by all, meanwhile
    ticks = sum(grown(x, y, "zone_tick_duration_us_count", populated(x) | populated(y)) for x, y in slices)
    late = grown(before, after, "zone_ticks_late_total")
    # The directory tells the edge of whispers and shouts when they are said; everything else comes from zones.
    heard = grown(before, after, "whispers_total", ['outcome="delivered"']) + shouts
    messages = grown(before, after, "edge_batches_total") - heard
    if not (steps > 0 and ticks > 0 and messages > 0):
        trial.expect(False, f"{title}: {steps:.0f} steps, {ticks:.0f} ticks of zones, {messages:.0f} messages")
        return None
    cpu = [y - x for x, y in zip(before.cpu, after.cpu)]
    latency = report["latency_ms"]["ask-move"]
    cost = Cost(steps / took, sum(cpu) / steps * 1000, latency["p50"], latency["p99"], messages / ticks,
                grown(before, after, "edge_batch_bytes_total") / ticks,
                grown(before, after, "edge_frames_total", ['direction="out"']) / ticks)
    share = ", ".join(f"{x.name} {y / took * 100:.0f} %" for x, y in zip(nodes, cpu))
    trial.tell(title, f"{cost.steps:.0f} steps/s; CPU {share} of a core, {cost.cpu:.3f} s for 1,000 steps; a step is "
                      f"answered in p50 {cost.p50} ms, p99 {cost.p99} ms")
    trial.tell(title, f"{min(zones)} to {max(zones)} zones with players, {ticks:.0f} ticks ({late:.0f} late), "
                      f"{warps:.0f} warps; for an edge and tick {cost.messages:.3f} messages, {cost.size:.0f} bytes, "
                      f"{cost.frames:.0f} frames to players; {heard:.0f} messages of whispers and shouts beside them")
    trial.judge(title, report)
    trial.expect(cost.messages <= MESSAGES_MAX, f"{title}: {cost.messages:.3f} messages per edge and tick")
    return cost


def compare(trial):
    few, many = trial.args.bots // 3, trial.args.bots
    if few == 0:
        raise Failed("there must be three players at least")
    found = {}
    for where, nodes in layouts(trial).items():
        trial.start_nodes(nodes)
        for count in (few, many):
            found[where, count] = measure(trial, f"{count} players, {where}", nodes, count)
        trial.stop_nodes()
    if None not in found.values():
        tell_distance(trial, found, few, many)
        tell_growth(trial, found, few, many)


def tell_distance(trial, found, few, many):
    for count in (few, many):
        one, two = found[ONE, count], found[TWO, count]
        trial.tell(f"{TWO} / {ONE}, {count} players",
                   f"CPU for a step {two.cpu / one.cpu:.2f}; latency p50 {two.p50 / max(1, one.p50):.2f} "
                   f"({two.p50 - one.p50:+d} ms), p99 {two.p99 / max(1, one.p99):.2f} ({two.p99 - one.p99:+d} ms); "
                   f"messages {two.messages / one.messages:.2f}; steps/s {two.steps / one.steps:.2f}")
    # What nodes do in any case is the same for few players and many.
    one, two = ((found[x, many].cpu * found[x, many].steps - found[x, few].cpu * found[x, few].steps)
                / (found[x, many].steps - found[x, few].steps) for x in (ONE, TWO))
    if one > 0:
        trial.tell(f"{TWO} / {ONE}, each step more", f"CPU {two / one:.2f} ({two:.3f} / {one:.3f} s for 1,000 steps)")


def tell_growth(trial, found, few, many):
    for where in (ONE, TWO):
        x, y = found[where, few], found[where, many]
        trial.tell(f"{many} players / {few}, {where}",
                   f"messages per edge and tick {y.messages / x.messages:.2f}; bytes {y.size / x.size:.2f}; "
                   f"frames to players {y.frames / x.frames:.2f}; CPU for a step {y.cpu / x.cpu:.2f}")
