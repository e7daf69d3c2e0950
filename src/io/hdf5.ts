import type { Dataset as H5Dataset } from 'h5wasm';
import { dimensionSizes, shapeOf } from './dataset.js';
import type { Dataset } from './dataset.js';
import { toJson } from './json-document.js';

/** Where the file stands in the memory of the HDF5 module while it is written. */
const PLACE = '/dataset.h5';

/**
 * The dataset as the bytes of an HDF5 file. Coordinates are dimension scales attached to every variable on their dimension
 * (HDF5 Dimension Scales, H5DS), so xarray (engine h5netcdf) and h5py see named axes; `long_name` and `units` follow the CF
 * conventions; the JSON document is the attribute `document` of the root. Loads the HDF5 library (WebAssembly) on first use.
 */
export async function toHdf5({ variables, document }: Dataset): Promise<Uint8Array> {
  const { h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  const sizes = dimensionSizes(variables);
  const scales = variables.filter(({ name, dimensions }) => dimensions.length === 1 && dimensions[0] === name);
  const file = new h5wasm.File(PLACE, 'w');
  try {
    for (const variable of variables) {
      const { name, values, label, units } = variable;
      const isText = typeof values[0] === 'string';
      const data = isText ? [...(values as readonly string[])] : Float64Array.from(values as ArrayLike<number>);
      const dataset = file.create_dataset({ name, data, shape: shapeOf(variable, sizes) });
      dataset.create_attribute('long_name', label);
      if (units !== undefined) dataset.create_attribute('units', units);
    }
    const dataset = (name: string): H5Dataset => file.get(name) as H5Dataset;
    for (const { name } of scales) dataset(name).make_scale(name);
    for (const { name, dimensions } of variables.filter((variable) => !scales.includes(variable))) {
      for (const [axis, dimension] of dimensions.entries()) {
        if (!scales.some((scale) => scale.name === dimension)) continue;
        dataset(name).attach_scale(axis, `/${dimension}`);
        dataset(name).set_dimension_label(axis, dimension);
      }
    }
    file.create_attribute('title', `${document.command}, sgd-fokker-planck ${document.version}`);
    file.create_attribute('document', toJson(document));
    file.flush();
  } finally {
    file.close();
  }
  try {
    return FS.readFile(PLACE) as Uint8Array;
  } finally {
    FS.unlink(PLACE);
  }
}
