"""Opens a run file as a user would, with h5py, pandas and xarray; exits 77 where one of them is not installed."""
import sys

try:
    import h5netcdf  # noqa: F401  (xarray's engine)
    import h5py
    import numpy
    import pandas
    import xarray
except ImportError as missing:
    print(missing)
    sys.exit(77)

path = sys.argv[1]

with h5py.File(path) as file:
    assert file.attrs["schema"] == "ganzoo.run" and file.attrs["schema_major"] == 1, dict(file.attrs)
    assert file.attrs["title"] == "ring8 α" and file.attrs["status"] == "interrupted"
    assert len(file.attrs["spec"]) > 100_000
    assert file["provenance/divergence"].attrs["name"] == "kl"
    train = file["train"]
    assert all(train[name].shape == (3,) for name in train)
    assert train["wall_time"].attrs["units"] == "s"
    assert h5py.h5ds.is_scale(train["step"].id) and train["wall_time"].dims[0][0] == train["step"]
    assert not any(len(file["samples"][name].dims[0]) for name in file["samples"])
    frame = pandas.DataFrame({name: train[name][:] for name in train}).set_index("step")
    assert frame.index.tolist() == [10, 20, 30] and frame.wall_time.tolist() == [0.5, 1.0, 1.5]
    assert numpy.isnan(frame.critic_objective[20]) and frame.critic_objective[30] == -numpy.inf
    assert file["metrics/modes.covered"].attrs["better"] == "higher"
    assert file["weights/generator/dense_0/weight"].shape == (2, 2)

for group in ("train", "metrics"):
    with xarray.open_dataset(path, group=group, engine="h5netcdf") as data:
        assert list(data.coords) == ["step"] and set(data.sizes) == {"step"}, data
        if group == "train":
            assert data.wall_time.sel(step=20).item() == 1.0
            assert data.to_dataframe().shape[0] == 3
        else:
            assert data["modes.covered"].item() == 7
try:
    import netCDF4  # noqa: F401
except ImportError:
    sys.exit(0)
with xarray.open_dataset(path, group="train", engine="netcdf4") as data:
    assert data.wall_time.sel(step=20).item() == 1.0
