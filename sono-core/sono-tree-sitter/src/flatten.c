#include "tree_sitter/api.h"
#include "./array.h"
#include "./language.h"
#include "./subtree.h"
#include "./tree.h"

// The visible nodes of a tree as one list, in the order of the text, with parents before their children.
//
// A cursor finds the same nodes, but starts its search for children, fields and aliases anew at each of them.

#define NO_NODE UINT32_MAX

typedef struct {
  Subtree parent;
  // The node of the list that the children belong to.
  uint32_t node;
  // The child before the next one.
  uint32_t previous;
  uint32_t start_byte;
  uint32_t child_index;
  uint32_t structural_child_index;
  const TSSymbol *alias_sequence;
  const TSFieldMapEntry *field_map;
  const TSFieldMapEntry *field_map_end;
  // The field of a hidden node, which is that of its children.
  TSFieldId field;
  // Whether the node is hidden, so that its children belong to the node around it.
  bool is_hidden;
} FlattenEntry;

typedef Array(FlattenEntry) FlattenStack;

static inline FlattenEntry flatten_entry(
  const TSLanguage *language,
  Subtree parent,
  uint32_t node,
  uint32_t start_byte
) {
  FlattenEntry entry = {
    .parent = parent,
    .node = node,
    .previous = NO_NODE,
    .start_byte = start_byte,
    .alias_sequence = ts_language_alias_sequence(language, parent.ptr->production_id),
  };
  ts_language_field_map(
    language,
    parent.ptr->production_id,
    &entry.field_map,
    &entry.field_map_end
  );
  return entry;
}

static inline void flatten_node(
  TSFlatNode *result,
  const TSLanguage *language,
  Subtree subtree,
  TSSymbol alias,
  uint32_t start_byte
) {
  TSSymbol symbol = ts_language_public_symbol(language, alias ? alias : ts_subtree_symbol(subtree));
  bool is_named = alias ? ts_language_symbol_metadata(language, alias).named : ts_subtree_named(subtree);
  *result = (TSFlatNode) {
    .start_byte = start_byte,
    .end_byte = start_byte + ts_subtree_size(subtree).bytes,
    .parent = NO_NODE,
    .previous = NO_NODE,
    .symbol = symbol,
    .flags =
      (is_named ? TSFlatNodeNamed : 0) |
      (ts_subtree_extra(subtree) ? TSFlatNodeExtra : 0) |
      (symbol == ts_builtin_sym_error ? TSFlatNodeError : 0) |
      (ts_subtree_missing(subtree) ? TSFlatNodeMissing : 0) |
      (ts_subtree_error_cost(subtree) > 0 ? TSFlatNodeHasError : 0),
  };
}

uint32_t ts_tree_flatten(const TSTree *self, TSFlatNode *nodes, uint32_t capacity, uint32_t *depth) {
  *depth = 0;
  if (capacity == 0) return 0;
  const TSLanguage *language = self->language;
  uint32_t root_start = ts_subtree_padding(self->root).bytes;
  flatten_node(&nodes[0], language, self->root, 0, root_start);
  uint32_t count = 1;
  uint32_t levels = 1;
  *depth = 1;
  FlattenStack stack = array_new();
  if (ts_subtree_child_count(self->root) > 0) {
    array_push(&stack, flatten_entry(language, self->root, 0, root_start));
    levels = 2;
  } else {
    nodes[0].after = 1;
  }
  bool is_full = false;

  while (stack.size > 0) {
    FlattenEntry *entry = array_back(&stack);
    if (is_full || entry->child_index == entry->parent.ptr->child_count) {
      FlattenEntry closed = array_pop(&stack);
      if (closed.is_hidden) {
        array_back(&stack)->previous = closed.previous;
      } else {
        nodes[closed.node].after = count;
        levels--;
      }
      continue;
    }

    Subtree child = ts_subtree_children(entry->parent)[entry->child_index];
    if (entry->child_index > 0) entry->start_byte += ts_subtree_padding(child).bytes;
    uint32_t start_byte = entry->start_byte;
    entry->start_byte += ts_subtree_size(child).bytes;
    entry->child_index++;
    TSSymbol alias = 0;
    TSFieldId field = 0;
    if (!ts_subtree_extra(child)) {
      if (entry->alias_sequence) alias = entry->alias_sequence[entry->structural_child_index];
      field = entry->field;
      for (const TSFieldMapEntry *map = entry->field_map; map < entry->field_map_end; map++) {
        if (!map->inherited && map->child_index == entry->structural_child_index) {
          field = map->field_id;
          break;
        }
      }
      entry->structural_child_index++;
    }

    if (ts_subtree_visible(child) || alias) {
      if (count == capacity) {
        is_full = true;
        continue;
      }
      TSFlatNode *node = &nodes[count];
      flatten_node(node, language, child, alias, start_byte);
      node->parent = entry->node;
      node->previous = entry->previous;
      node->field = field;
      node->after = count + 1;
      nodes[entry->node].children++;
      entry->previous = count;
      if (levels > *depth) *depth = levels;
      if (ts_subtree_child_count(child) > 0) {
        array_push(&stack, flatten_entry(language, child, count, start_byte));
        levels++;
      }
      count++;
    } else if (ts_subtree_visible_child_count(child) > 0) {
      FlattenEntry inner = flatten_entry(language, child, entry->node, start_byte);
      inner.previous = entry->previous;
      inner.field = field;
      inner.is_hidden = true;
      array_push(&stack, inner);
    }
  }

  array_delete(&stack);
  return count;
}
